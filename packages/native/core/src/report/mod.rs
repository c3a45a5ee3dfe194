//! To be written.
#[derive(Debug, serde::Serialize)]
pub struct Report {
    pub roots: Vec<RootRow>,
    pub files: u64,
}
#[derive(Debug, serde::Serialize)]
pub struct RootRow {}
pub fn assemble(state: crate::profile::state::State) -> Report {
    Report { roots: vec![], files: state.nodes.iter().map(|n| n.files).sum() }
}
