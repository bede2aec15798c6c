package dev.shisa.server.answers;

import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.platform.start.PublicAddress;
import java.util.List;

/** Pages of question links: choosing and sending, and what the colleague sees. */
public final class LinkView {

    private LinkView() {}

    /** A question that can be sent. */
    public record Offered(String slot, String question, String asks, boolean ticked) {}

    /** A link sent before; {@code state} is {@code sent}, {@code opened}, {@code ended} or {@code revoked}. */
    public record Sent(String id, String recipient, int questions, String created, String expires, String state) {
        public boolean isOpen() {
            return state.equals("sent") || state.equals("opened");
        }
    }

    /**
     * The form for a new link, and those sent before.
     *
     * @param link the new one, shown once; empty before
     */
    public record Send(
            List<Offered> offered, String recipient, String note, int days, PublicAddress.Link link, List<Sent> sent) {
        public Send {
            offered = List.copyOf(offered);
            sent = List.copyOf(sent);
        }
    }

    /** A question on the colleague's page. */
    public record Question(FactForm form, String why, String easy) {}

    /**
     * The colleague's page.
     *
     * @param stored how many answers were just stored; 0 before
     */
    public record Page(
            String secret,
            String series,
            String sender,
            String note,
            String expires,
            String name,
            List<Question> questions,
            int stored) {
        public Page {
            questions = List.copyOf(questions);
        }
    }
}
