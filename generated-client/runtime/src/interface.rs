//! Which generated code this runtime goes with.

/// What generated code can ask of this runtime. It counts up with each change that generated code has to know of.
const INTERFACE: u32 = 2;

/// Fails to compile, with what to do about it, unless generated code and this runtime go together.
///
/// ```compile_fail,E0080
/// const _: () = clientwright_runtime::requires_interface(u32::MAX);
/// ```
pub const fn requires_interface(number: u32) {
    assert!(
        number <= INTERFACE,
        "this client needs a newer runtime: run `cargo update -p clientwright-runtime`, or take the one beside its generator"
    );
    assert!(
        number >= INTERFACE,
        "this client was generated for an older runtime: generate it again with `cargo xtask codegen`"
    );
}

const _: () = requires_interface(INTERFACE);
