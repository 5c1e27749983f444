//! The compatibility of this runtime with generated code.

/// The version of the interface between generated code and this runtime. Each incompatible change increments it.
const INTERFACE: u32 = 2;

/// Fails to compile, with a message that names the fix, if generated code and this runtime are incompatible.
///
/// ```compile_fail,E0080
/// const _: () = clientwright_runtime::requires_interface(u32::MAX);
/// ```
pub const fn requires_interface(number: u32) {
    assert!(
        number <= INTERFACE,
        "this client needs a newer runtime: run `cargo update -p clientwright-runtime`, or take the one beside its generator"
    );
    assert!(number >= INTERFACE, "this client was generated for an older runtime: generate it again");
}

const _: () = requires_interface(INTERFACE);
