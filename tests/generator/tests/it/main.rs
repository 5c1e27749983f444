//! What the generator makes of documents, settings and reference pages, and what callers can name.

mod capture;
mod elastic_cloud;
mod files;
mod fixtures;
mod guides;
mod imports;
mod losses;
mod mutated_documents;
mod mutated_pages;
mod names;
mod names_lock;
mod overlays;
mod payloads;
mod portable;
mod recapture;
mod reordered;
mod seeded_errors;
mod settings;
mod standalone;
mod surface;
mod words;
