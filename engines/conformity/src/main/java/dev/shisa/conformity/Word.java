package dev.shisa.conformity;

/** A word of the field, in both languages, and what it means to a reader who meets it for the first time. */
public record Word(String id, Text word, Text meaning, String source) {}
