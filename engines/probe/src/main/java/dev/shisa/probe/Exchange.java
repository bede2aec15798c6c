package dev.shisa.probe;

/** What was sent and what came back, printable and bounded, with credentials masked. Either may be empty. */
public record Exchange(String sent, String received) {

    public static final Exchange NONE = new Exchange("", "");
}
