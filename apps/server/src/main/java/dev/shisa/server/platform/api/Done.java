package dev.shisa.server.platform.api;

/** The answer of an operation that has nothing more to tell: it was done. */
public record Done(boolean done) {

    public static final Answer<Done> ANSWER = Answer.of(new Done(true));
}
