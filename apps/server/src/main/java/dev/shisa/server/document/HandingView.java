package dev.shisa.server.document;

/** What the pages about businesses that received a guide show: finished words. */
public final class HandingView {

    private HandingView() {}

    /** What was typed into the form. */
    public record Form(String business, String work, String recipient, String days) {}

    /** Somebody outside, and whether the guide was received. */
    public record Row(
            String id,
            String business,
            String recipient,
            String work,
            String at,
            String expires,
            String received,
            String state,
            String word,
            boolean mayRevoke) {}
}
