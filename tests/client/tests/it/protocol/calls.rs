//! From the name of a method to a call of it: a line for each method of a client.

/// `LINES` and `call` of an API. A line is a method, its arguments and how each is given, and how its response is seen,
/// which is as JSON where nothing is said.
///
/// | argument | the method takes |
/// |---|---|
/// | `text` | `&str` |
/// | `list` | `&[T]` |
/// | `maybe_list` | `Option<&[T]>` |
/// | `json` | `&T` of the models |
/// | `maybe_json` | `Option<&T>` |
/// | `value` | a value: a number, a truth value |
/// | `bytes` | `impl Into<Body>`, as `{ text: }`, `{ base64: }` or `{ streamed: }` |
/// | `made { function }` | what a function makes of the JSON |
/// | `options { Type: field, ... }` | `&Type`, whose fields are arguments of the case, each by its own name |
///
/// | response | the method returns |
/// |---|---|
/// | | `Response<T>` of something that encodes |
/// | `debug` | `Response<T>` of an enum, one variant for each status |
/// | `bytes` | `Response<ByteStream>` |
/// | `events`, `lines` | `Response<Events<T>>`, `Response<Lines<T>>` |
/// | `pages` | `Paginator<T, E>` |
macro_rules! calls {
    ($client:ty; $(
        $method:ident ( $($name:ident : $kind:ident $({ $($of:tt)* })?),* ) $(-> $reads:ident)? ;
    )*) => {
        /// The lines, each under the name of its method.
        pub(crate) const LINES: &[(&str, &str)] = &[$((
            stringify!($method),
            stringify!($method($($name: $kind $({ $($of)* })?),*) $(-> $reads)?;),
        )),*];

        /// Calls a method.
        pub(crate) async fn call(
            client: &$client,
            method: &str,
            arguments: &mut $crate::protocol::arguments::Arguments,
        ) -> Result<$crate::protocol::outcome::Outcome, String> {
            match method {
                $(stringify!($method) => calls!(
                    @see $($reads)?;
                    client.$method($(calls!(@argument arguments, $name, $kind $({ $($of)* })?)),*)
                ),)*
                other => Err(format!("`{other}` has no line in calls! of tests/client/tests/protocol")),
            }
        }
    };
    (@see ; $call:expr) => { Ok($crate::protocol::outcome::json($call.await)) };
    (@see debug; $call:expr) => { Ok($crate::protocol::outcome::debug($call.await)) };
    (@see bytes; $call:expr) => { Ok($crate::protocol::outcome::bytes($call.await).await) };
    (@see events; $call:expr) => { Ok($crate::protocol::outcome::events($call.await).await) };
    (@see lines; $call:expr) => { Ok($crate::protocol::outcome::lines($call.await).await) };
    (@see pages; $call:expr) => { Ok($crate::protocol::outcome::pages($call).await) };
    (@argument $from:ident, $name:ident, text) => { &$from.take::<String>(stringify!($name))? };
    (@argument $from:ident, $name:ident, list) => { &$from.take::<Vec<_>>(stringify!($name))? };
    (@argument $from:ident, $name:ident, maybe_list) => {
        $from.take::<Option<Vec<_>>>(stringify!($name))?.as_deref()
    };
    (@argument $from:ident, $name:ident, json) => { &$from.take(stringify!($name))? };
    (@argument $from:ident, $name:ident, maybe_json) => {
        $from.take::<Option<_>>(stringify!($name))?.as_ref()
    };
    (@argument $from:ident, $name:ident, value) => { $from.take(stringify!($name))? };
    (@argument $from:ident, $name:ident, bytes) => {
        $from.take::<$crate::protocol::arguments::Bytes>(stringify!($name))?.body()?
    };
    (@argument $from:ident, $name:ident, made { $function:path }) => {
        $function($from.take(stringify!($name))?)?
    };
    (@argument $from:ident, $name:ident, options { $ty:path: $($field:ident),* $(,)? }) => {
        &{
            let mut options = <$ty>::new();
            $(options.$field = $from.take(stringify!($field))?;)*
            options
        }
    };
}
pub(crate) use calls;
