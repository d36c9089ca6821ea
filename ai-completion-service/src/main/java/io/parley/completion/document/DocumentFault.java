package io.parley.completion.document;

import java.util.Locale;

/** Why a document is not taken, or could not be made ready: a code for programs and a sentence for people. */
public enum DocumentFault {
    UNSUPPORTED_TYPE("Only .txt, .md, .html, .pdf and .docx files are taken."),
    TYPE_MISMATCH("The file is not what its name says."),
    EMPTY_FILE("The file is empty."),
    TOO_LARGE("The file is too large, or unpacks to too much."),
    TOO_COMPLEX("The file has too many parts or too much text to be read here."),
    PASSWORD_PROTECTED("The file is protected by a password."),
    FORBIDDEN_CONTENT("The file has definitions that refer to other files, which are not followed."),
    NO_TEXT("No text was found in the file. Pictures of text are not read."),
    BROKEN_FILE("The file is damaged and cannot be read."),
    TIMED_OUT("Reading the file took too long."),
    INTERNAL("The file could not be processed, in several attempts.");

    private final String sentence;

    DocumentFault(String sentence) {
        this.sentence = sentence;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String sentence() {
        return sentence;
    }

    public static DocumentFault ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
