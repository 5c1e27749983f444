//! A key goes nowhere in the clear, loopback aside, unless that is asked for.

use client_tests::calls::KEY;
use elastic_cloud::{BuildError, Client, ClientBuilder, Credential};

fn settings(base_url: &str) -> ClientBuilder<Client> {
    Client::builder().base_url(base_url)
}

fn with_key(base_url: &str) -> ClientBuilder<Client> {
    settings(base_url).credential(Credential::api_key(KEY))
}

#[test]
fn remote_host_with_key_is_rejected() {
    for base_url in [
        "http://api.elastic-cloud.com",
        "http://192.0.2.1:8080/api/v1",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://128.0.0.1",
        "http://[2001:db8::1]",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://notlocalhost",
        "http://api.localhost",
        "HTTP://EXAMPLE.COM",
    ] {
        let error = with_key(base_url).build().unwrap_err();
        assert!(matches!(error, BuildError::PlainHttp { .. }), "{base_url}: {error}");
    }
}

#[test]
fn rejection_names_host_and_fix() {
    let error = with_key("http://api.example.com:8080/api/v1").build().unwrap_err();
    insta::assert_snapshot!(error, @"a credential would go to http://api.example.com:8080 unencrypted; use https, or `allow_plain_http` if this is intended");
}

#[test]
fn remote_host_is_allowed_on_request() {
    assert!(with_key("http://192.0.2.1").allow_plain_http().build().is_ok());
}

#[test]
fn remote_host_without_key_is_allowed() {
    assert!(settings("http://192.0.2.1").build().is_ok());
}

#[test]
fn loopback_and_https_are_allowed() {
    for base_url in [
        "http://127.0.0.1:9",
        "http://127.9.9.9",
        "http://[::1]:9",
        "http://localhost:9",
        "https://192.0.2.1",
        "https://api.elastic-cloud.com",
    ] {
        assert!(with_key(base_url).build().is_ok(), "{base_url}");
    }
}
