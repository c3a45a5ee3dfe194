//! Profiles a tree without Node: for profilers, sanitizers and a first look. `profile <root> [jobs] [--names]`.

use std::process::ExitCode;
use std::sync::atomic::AtomicI64;
use std::time::Instant;

use transect_walk::profile::profile;
use transect_walk::request::parse;
use transect_walk::walk::{Control, Surroundings, control_words};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let names = arguments.iter().any(|argument| argument == "--names");
    let mut plain = arguments.iter().filter(|argument| !argument.starts_with("--"));
    let root = plain.next().map_or(".", String::as_str);
    let jobs: usize = plain.next().and_then(|jobs| jobs.parse().ok()).unwrap_or(2);
    let rounds: usize = plain.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(1);
    let request = format!(
        r#"{{"roots":[{{"path":{root:?},"nested":false}}],"jobs":{jobs},"eager":{jobs},"hidden":true,"follow":false,
        "oneFileSystem":false,"sizes":{},"hardLinks":"once","top":10,"listLimit":1000,"treeDepth":3,"treeShare":0,
        "trace":true}}"#,
        !names
    );
    let request = match parse(&request) {
        Ok(request) => request,
        Err(cause) => {
            eprintln!("{cause}");
            return ExitCode::FAILURE;
        }
    };
    for _ in 0..rounds {
        let words: Vec<AtomicI64> = (0..control_words(jobs)).map(|_| AtomicI64::new(0)).collect();
        let Some(control) = Control::new(&words, jobs) else { return ExitCode::FAILURE };
        let started = Instant::now();
        let answer = profile(&request, Surroundings { control, rules: &() });
        let elapsed = started.elapsed();
        let report = serde_json::to_string(&answer).unwrap_or_default();
        eprintln!("{elapsed:?} with {} workers: {:?}", answer.workers, answer.trace);
        if rounds == 1 {
            println!("{report}");
        }
    }
    ExitCode::SUCCESS
}
