package dev.shisa.server.answers;

import dev.shisa.server.evidence.FactForm;
import dev.shisa.server.platform.start.PublicAddress;
import dev.shisa.server.platform.web.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of question links: choosing and sending, and what the colleague sees. */
public final class LinkView {

    private LinkView() {}

    /** What the address of the form begins with for who came from there; empty for who came from nowhere. */
    static String query(String about) {
        return about.isEmpty() ? "" : "requirement=" + QuestionController.encoded(about) + "&";
    }

    /** A question that can be sent. */
    public record Offered(String slot, String question, String asks, boolean ticked) {}

    /** A question that cannot be sent, why, and where it is answered instead. */
    public record Unsent(String question, String reason, String href) {}

    /** Those who know, with how many questions are theirs. */
    public record Role(String code, String name, int questions) {}

    /** A link sent before; {@code state} is {@code sent}, {@code opened}, {@code ended} or {@code revoked}. */
    public record Sent(String id, String recipient, int questions, String created, String expires, String state) {
        public boolean isOpen() {
            return state.equals("sent") || state.equals("opened");
        }
    }

    /**
     * The form for a new link, and those sent before.
     *
     * @param about the guide or the requirement from which somebody came; empty: all that is asked
     * @param back where they came from
     * @param link the new one, shown once; empty before
     */
    public record Send(
            List<Offered> offered,
            List<Unsent> unsent,
            List<Role> roles,
            String about,
            String back,
            String recipient,
            String note,
            int days,
            PublicAddress.Link link,
            List<Sent> sent) {
        public Send {
            offered = List.copyOf(offered);
            unsent = List.copyOf(unsent);
            roles = List.copyOf(roles);
            sent = List.copyOf(sent);
        }

        /** Of the address, to which the choice of a role is added. */
        public String query() {
            return LinkView.query(about);
        }

        /** Whether one link holds them. */
        public boolean isAllForOne() {
            return offered.size() <= Links.QUESTIONS_MAX;
        }
    }

    /**
     * A question on the colleague's page.
     *
     * @param file what was attached; empty: nothing
     * @param mistakes of the page
     */
    public record Question(
            FactForm form, String why, String easy, String file, String place, List<Parts.Mistake> mistakes) {

        public Question {
            mistakes = List.copyOf(mistakes);
        }

        /** What is wrong with one of its fields; null: nothing. */
        public @Nullable String mistake(String field) {
            return mistakes.stream()
                    .filter(mistake -> mistake.fieldId().equals(form.prefix() + field))
                    .map(Parts.Mistake::message)
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * The colleague's page.
     *
     * @param answered how many of its questions have an answer that can be taken
     * @param stored how many answers stand recorded after they were sent; 0 before
     * @param saved whether it was just kept for later
     */
    public record Page(
            String secret,
            String series,
            String sender,
            String note,
            String expires,
            String name,
            List<Question> questions,
            int answered,
            int stored,
            boolean saved) {
        public Page {
            questions = List.copyOf(questions);
        }
    }
}
