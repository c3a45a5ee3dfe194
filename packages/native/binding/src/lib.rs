//! The Node-API face of `transect-walk`: arguments in, numbers out, nothing decided here.

use napi_derive::napi;

/// Grows whenever a call changes its meaning: a loader must not use an addon of another number.
#[napi]
pub fn interface_version() -> u32 {
    1
}
