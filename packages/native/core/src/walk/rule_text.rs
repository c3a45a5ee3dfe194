//! Asking for ignore rules by text: JSON goes out and comes back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::rule_source::{FolderPlace, RuleSource};
use crate::matcher::{FoundIgnoreFile, IgnoreContext};

/// A [`RuleSource`] out of a function that takes a question and gives the answer, both as JSON. Without an answer the
/// walk ends. Bytes are in base64.
///
/// A question is `{"folders": [{"root": "…", "path": bytes}]}`, to which the answer is
/// `[{"files": [{"content": bytes, "folder": "…"}], "below": ["…"], "ignoreCase": false}]`, a context for each.
pub struct AskByText<F>(pub F);

#[derive(Serialize)]
struct Question {
    folders: Vec<WrittenPlace>,
}

#[derive(Serialize)]
struct WrittenPlace {
    root: String,
    path: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WrittenContext {
    files: Vec<WrittenFile>,
    below: Vec<String>,
    ignore_case: bool,
}

#[derive(Deserialize)]
struct WrittenFile {
    content: String,
    folder: String,
}

impl<F: Fn(String) -> Option<String> + Sync> RuleSource for AskByText<F> {
    fn contexts_of(&self, folders: &[FolderPlace]) -> Option<Vec<IgnoreContext>> {
        let written = folders.iter().map(|place| WrittenPlace {
            root: String::from_utf8_lossy(&place.root).into_owned(),
            path: STANDARD.encode(&place.path),
        });
        let question = serde_json::to_string(&Question { folders: written.collect() }).ok()?;
        let answer = (self.0)(question)?;
        let contexts: Vec<WrittenContext> = serde_json::from_str(&answer).ok()?;
        contexts.into_iter().map(read_context).collect()
    }
}

fn read_context(context: WrittenContext) -> Option<IgnoreContext> {
    let files = context.files.into_iter().map(|file| {
        Some(FoundIgnoreFile { content: STANDARD.decode(file.content).ok()?, folder: file.folder.into_bytes() })
    });
    Some(IgnoreContext {
        files: files.collect::<Option<_>>()?,
        below: context.below.into_iter().map(String::into_bytes).collect(),
        ignore_case: context.ignore_case,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_question_is_answered_by_a_context_for_each_folder() {
        let asked = Mutex::new(Vec::new());
        let rules = AskByText(|question: String| {
            asked.lock().unwrap().push(question);
            Some(r#"[{"files":[{"content":"/wo=","folder":"a/b"}],"below":["a"],"ignoreCase":true}]"#.to_owned())
        });
        let places = [FolderPlace { root: b"/r".to_vec(), path: b"x\xff".to_vec() }];
        let contexts = rules.contexts_of(&places).unwrap();
        assert_eq!(asked.into_inner().unwrap(), [r#"{"folders":[{"root":"/r","path":"eP8="}]}"#]);
        assert_eq!(contexts.len(), 1);
        assert_eq!(
            (&contexts[0].files[0].content[..], &contexts[0].files[0].folder[..]),
            (&b"\xff\n"[..], &b"a/b"[..])
        );
        assert_eq!((contexts[0].below.as_slice(), contexts[0].ignore_case), (&[b"a".to_vec()][..], true));
    }

    #[test]
    fn an_answer_that_makes_no_sense_is_none() {
        for answer in ["", "{}", "null", r#"[{"files":[{"content":"?","folder":""}],"below":[],"ignoreCase":true}]"#] {
            assert!(AskByText(|_| Some(answer.to_owned())).contexts_of(&[]).is_none());
        }
    }
}
