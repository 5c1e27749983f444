//! The crate's root: the client itself, its credential, and the API's constants.

use quote::{format_ident, quote};
use syn::{File, Item, parse_quote};

use crate::emit::docs;
use crate::ir::{Api, Placement, SecurityScheme};

/// What generated code asks of the runtime. It counts up, here and in the runtime, with each change that breaks code generated
/// before it, or that code generated from then on needs.
const RUNTIME_INTERFACE: u32 = 2;

/// The items at the root, around the modules of the operations.
pub(in crate::emit) fn root(modules: Vec<Item>, api: &Api) -> Vec<Item> {
    let models = format_ident!("{}_models", api.package.replace('-', "_"));
    let codes = (!api.error_codes.is_empty()).then(|| quote!(pub use #models::ErrorCode;));
    let mut items = vec![Item::Mod(client_module(api))];
    items.extend(modules);
    if api.manifest.ext {
        items.push(parse_quote!(
            pub mod ext;
        ));
    }
    let credential = (!api.security_schemes.is_empty()).then(|| quote!(, Credential));
    let servers = (!api.servers.is_empty()).then(|| quote!(, Servers));
    let uses: File = parse_quote! {
        pub use client::{Client #credential #servers};
        #codes
        pub use #models as models;
        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        pub use runtime::blocking;
        pub use runtime::{BuildError, ClientBuilder, Error, ErrorKind, RequestOptions, Response, RetryPolicy};
    };
    items.extend(uses.items);
    let interface = proc_macro2::Literal::u32_unsuffixed(RUNTIME_INTERFACE);
    items.push(parse_quote!(const _: () = runtime::requires_interface(#interface);));
    items
}

fn client_module(api: &Api) -> syn::ItemMod {
    let words = format!(" The client of the {}.", docs::one_line(&api.title));
    let constants = constants(api);
    let client = client(api);
    let credential = credential(api);
    let servers = servers(api);
    let schemes = (!api.security_schemes.is_empty()).then(|| quote!(, Placement, SecurityScheme));
    parse_quote! {
        #[rustfmt::skip]
        mod client {
            #![doc = #words]
            use crate::runtime::{self, Api, BuildError, ClientBuilder, Decoding, Environment, ErrorBody #schemes, RequestOptions};
            #constants
            #client
            #credential
            #servers
        }
    }
}

fn constants(api: &Api) -> proc_macro2::TokenStream {
    let title = &api.title;
    let server = option(api.server.as_deref());
    let schemes = api.security_schemes.iter().map(scheme);
    let (endpoint, timeout) = (&api.environment.endpoint, &api.environment.timeout);
    let credentials = api.environment.credentials.iter().filter(|(scheme, _)| known(api, scheme));
    let credentials = credentials.map(|(scheme, names)| quote!((#scheme, &[#(#names),*])));
    let header = option(api.errors.code_header.as_deref());
    let codes = segments(api.errors.code_path.as_deref());
    let messages = segments(api.errors.message_path.as_deref());
    let root = format_ident!("crate");
    quote! {
        #[doc = " The constants of the API."]
        static API: Api = Api {
            title: #title,
            server: #server,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            security_schemes: &[#(#schemes),*],
            environment: Environment {
                endpoint: &[#(#endpoint),*],
                timeout: &[#(#timeout),*],
                credentials: &[#(#credentials),*],
            },
            errors: ErrorBody { code_header: #header, codes: &[#(#codes),*], messages: &[#(#messages),*] },
            decoding: Decoding { begin: #root::models::decode::begin, end: #root::models::decode::end },
        };
    }
}

fn known(api: &Api, scheme: &str) -> bool {
    api.security_schemes.iter().any(|known| known.name == scheme)
}

fn option(text: Option<&str>) -> proc_macro2::TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

fn segments(path: Option<&str>) -> Vec<String> {
    path.map(|path| path.split('/').skip(1).map(str::to_owned).collect()).unwrap_or_default()
}

fn scheme(scheme: &SecurityScheme) -> proc_macro2::TokenStream {
    let name = &scheme.name;
    let placement = match &scheme.placement {
        Placement::Authorization(word) => quote!(Placement::Authorization(#word)),
        Placement::Basic => quote!(Placement::Basic),
        Placement::Header(header) => quote!(Placement::Header(#header)),
        Placement::Query(name) => quote!(Placement::Query(#name)),
        Placement::Cookie(name) => quote!(Placement::Cookie(#name)),
    };
    quote!(SecurityScheme { name: #name, placement: #placement })
}

fn client(api: &Api) -> proc_macro2::TokenStream {
    let words = docs::attributes(&[
        format!("A client for the {}.", docs::one_line(&api.title)),
        String::new(),
        "Clones are cheap: they share connections and credentials.".to_owned(),
    ]);
    let new = match api.security_schemes.is_empty() {
        true => quote! {
            #[doc = " Creates a client with default settings."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " Fails if the HTTP client cannot be created or the document names no server."]
            pub fn new() -> Result<Self, BuildError> {
                Self::builder().build()
            }
        },
        false => quote! {
            #[doc = " Creates a client with a credential and default settings."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " Fails if the HTTP client cannot be created, the document names no server, or the credential is not valid in a header."]
            pub fn new(credential: Credential) -> Result<Self, BuildError> {
                Self::builder().credential(credential).build()
            }
        },
    };
    let environment = docs::attributes(&environment_words(api));
    quote! {
        #(#words)*
        #[derive(Clone, Debug)]
        pub struct Client {
            pub(crate) core: runtime::Client,
        }
        impl Client {
            #new
            #(#environment)*
            pub fn from_env() -> Result<Self, BuildError> {
                ClientBuilder::from_env(&API)?.build()
            }
            #[doc = " Returns a builder."]
            pub fn builder() -> ClientBuilder<Self> {
                ClientBuilder::new(&API)
            }
            #[doc = " Returns a builder with the settings of the environment."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " Fails like [`Client::from_env`]."]
            pub fn builder_from_env() -> Result<ClientBuilder<Self>, BuildError> {
                ClientBuilder::from_env(&API)
            }
            #[doc = " Returns the same client with options for its calls, such as a header, a timeout or a retry policy."]
            #[doc = ""]
            #[doc = " They replace earlier options."]
            #[must_use]
            pub fn with_options(&self, options: RequestOptions) -> Self {
                Self { core: self.core.with_options(options) }
            }
            #[doc = " Returns the base URL, without a trailing slash."]
            pub fn base_url(&self) -> &str {
                self.core.base_url()
            }
        }
        impl From<runtime::Client> for Client {
            fn from(core: runtime::Client) -> Self {
                Self { core }
            }
        }
    }
}

fn environment_words(api: &Api) -> Vec<String> {
    let environment = &api.environment;
    let mut lines = vec!["Creates a client with the settings of the environment.".to_owned(), String::new()];
    let rows = [
        (&environment.endpoint, "the base URL"),
        (&environment.timeout, "the timeout of a call, such as `30s`"),
    ];
    let credentials = environment.credentials.iter().filter(|(scheme, _)| known(api, scheme));
    let credentials = credentials.map(|(scheme, names)| (names, format!("the credential for `{scheme}`")));
    let rows = rows.into_iter().map(|(names, what)| (names, what.to_owned()));
    let rows: Vec<_> = credentials.chain(rows).filter(|(names, _)| !names.is_empty()).collect();
    if rows.is_empty() {
        lines.push("`codegen.toml` names no variable.".to_owned());
    } else {
        lines.extend(["| variable | setting |".to_owned(), "|---|---|".to_owned()]);
    }
    for (names, what) in rows {
        let names: Vec<_> = names.iter().map(|name| docs::code(name)).collect();
        lines.push(format!("| {} | {} |", names.join(" or "), what.replace('|', "\\|")));
    }
    let errors = "Fails if a variable for the credential is missing or a value is invalid. The error names the variable.";
    lines.extend([String::new(), "# Errors".to_owned(), errors.to_owned()]);
    lines
}

fn credential(api: &Api) -> proc_macro2::TokenStream {
    if api.security_schemes.is_empty() {
        return quote!();
    }
    let functions = api.security_schemes.iter().map(|scheme| {
        let words = docs::tokens(
            scheme
                .description
                .as_deref()
                .unwrap_or(&format!("Creates a credential for the security scheme `{}`.", scheme.name)),
        );
        let (function, name) = (format_ident!("{}", scheme.function), &scheme.name);
        if scheme.placement == Placement::Basic {
            return quote! {
                #words
                pub fn #function(user: &str, password: &str) -> Self {
                    Self(runtime::Credential::basic(#name, user, password))
                }
            };
        }
        quote! {
            #words
            pub fn #function(secret: impl Into<runtime::SecretString>) -> Self {
                Self(runtime::Credential { scheme: #name, secret: secret.into() })
            }
        }
    });
    quote! {
        #[doc = " The credential. `Debug` shows the scheme and not the secret."]
        #[derive(Clone, Debug)]
        pub struct Credential(runtime::Credential);
        impl Credential {
            #(#functions)*
        }
        impl From<Credential> for runtime::Credential {
            fn from(credential: Credential) -> Self {
                credential.0
            }
        }
    }
}

/// The addresses that the document names, as functions of their variables.
fn servers(api: &Api) -> proc_macro2::TokenStream {
    if api.servers.is_empty() {
        return quote!();
    }
    let functions = api.servers.iter().map(|server| {
        let mut words = server.description.as_deref().map(docs::markdown).unwrap_or_default();
        words.extend((!words.is_empty()).then(String::new));
        words.push(docs::code(&server.url));
        for variable in &server.variables {
            let said = variable.description.as_deref().map(docs::one_line).unwrap_or_default();
            let default = docs::code(&variable.default);
            words
                .push(format!("* `{}` (default {default}): {said}", variable.argument).trim_end().to_owned());
        }
        let words = docs::attributes(&words);
        let function = format_ident!("{}", server.function);
        let arguments = server.variables.iter().map(|variable| format_ident!("{}", variable.argument));
        let arguments: Vec<_> = arguments.collect();
        let replaced = server.variables.iter().zip(&arguments).map(|(variable, argument)| {
            let (braces, default) = (format!("{{{}}}", variable.name), &variable.default);
            quote!(.replace(#braces, #argument.unwrap_or(#default)))
        });
        let url = &server.url;
        quote! {
            #(#words)*
            #[must_use]
            pub fn #function(#(#arguments: Option<&str>),*) -> String {
                #url.to_owned() #(#replaced)*
            }
        }
    });
    quote! {
        #[doc = " The servers of the document, for `base_url` of the builder."]
        #[derive(Clone, Copy, Debug)]
        pub struct Servers;
        impl Servers {
            #(#functions)*
        }
    }
}
