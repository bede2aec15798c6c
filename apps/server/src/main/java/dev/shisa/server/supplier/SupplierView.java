package dev.shisa.server.supplier;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/** What the pages of suppliers show, in words. */
public final class SupplierView {

    private SupplierView() {}

    /** A supplier in the list. */
    public record Line(
            String code,
            String name,
            String href,
            String products,
            String answers,
            String contract,
            boolean contractLate,
            String outcome,
            String state,
            String standing,
            List<String> open) {
        public Line {
            open = List.copyOf(open);
        }
    }

    /** What all pages of one supplier have on top. */
    public record Head(
            String code,
            String name,
            String href,
            boolean ended,
            boolean may,
            List<Parts.Tab> tabs,
            List<Parts.Crumb> crumbs) {
        public Head {
            tabs = List.copyOf(tabs);
            crumbs = List.copyOf(crumbs);
        }
    }

    /** One of the seven questions in the scorecard. */
    public record Score(
            String question, String name, String state, String word, String detail, String until, String by) {}

    /** The decision in force, or that there is none. */
    public record Decided(String state, String word, String text, String id) {}

    public record ContactRow(String id, String duty, String name, String address, String phone, String note) {}

    public record ProductRow(String id, String name, String href, String item, String itemHref) {}

    /** One thing that happened. */
    public record Happened(String when, String what) {}

    public record DeliveryRow(
            String id,
            String kind,
            String name,
            String product,
            String alternative,
            boolean semi,
            List<SplitRow> split,
            String state,
            String check) {
        public DeliveryRow {
            split = List.copyOf(split);
        }
    }

    /** A layer of a half-finished product, and who answers for each task. */
    public record SplitRow(String layer, List<Parts.Choice> who) {
        public SplitRow {
            who = List.copyOf(who);
        }
    }

    public record CheckRow(
            String id,
            String delivery,
            String state,
            String word,
            String on,
            String lookedAt,
            String until,
            String remarks) {}

    public record PartRow(String product, String name, String version, String href) {}

    /** A link to the supplier. */
    public record RequestRow(
            String id,
            String recipient,
            String state,
            String word,
            String sent,
            String expires,
            boolean open,
            List<ReplyRow> replies) {
        public RequestRow {
            replies = List.copyOf(replies);
        }
    }

    /** An answer that waits for a look, or has been looked at. */
    public record ReplyRow(
            String question,
            String name,
            String text,
            String answer,
            String detail,
            String until,
            String file,
            String fileHref,
            String state,
            String word,
            String comment,
            String proposedUntil,
            boolean judge,
            boolean acceptable) {}

    public record ContractRow(
            String id,
            String kind,
            String title,
            String href,
            String evidence,
            String days,
            List<String> clauses,
            List<String> missing,
            String products,
            String state,
            String word,
            boolean live) {
        public ContractRow {
            clauses = List.copyOf(clauses);
            missing = List.copyOf(missing);
        }
    }

    public record FileRow(
            String id, String name, String size, String direction, String note, String by, boolean live) {}

    public record AccessRow(
            String id, String person, String rights, String state, String word, String expires, boolean open) {}

    public record TransferRow(String when, String who, String what, String file, String address) {}

    /** The page of the supplier. */
    public record Sheet(
            String secret,
            String maker,
            String supplier,
            String sender,
            String note,
            String expires,
            String name,
            List<Asked> questions,
            int open,
            String done) {
        public Sheet {
            questions = List.copyOf(questions);
        }
    }

    /** One question to the supplier, with what is entered. */
    public record Asked(
            String id,
            String question,
            String why,
            String detailLabel,
            String answer,
            String detail,
            String until,
            boolean dated,
            String file,
            boolean open,
            String state,
            String word,
            String comment) {}

    /** A visitor's file. */
    public record GuestFile(String id, String name, String size, String note, String at, boolean offered) {}
}
