//! The Node-API face of `transect-walk` and `transect-digest`: arguments in, numbers out, nothing decided here.

// What Node would call is not compiled into the tests of this crate, of which there are none.
#![cfg_attr(test, allow(dead_code))]

mod control;
#[cfg(unix)]
mod digest;
mod profile;
mod rules;
mod walk;

use napi_derive::napi;

/// Grows whenever a call changes its meaning: a loader must not use an addon of another number.
const INTERFACE_VERSION: u32 = 4;

/// The number of this interface.
#[napi]
pub fn interface_version() -> u32 {
    INTERFACE_VERSION
}
