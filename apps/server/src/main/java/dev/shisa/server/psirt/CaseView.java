package dev.shisa.server.psirt;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pages of cases show: finished words in the reader's language. */
public final class CaseView {

    private CaseView() {}

    /** What a document in force promises of the rules; {@code state}: whether the rule says the same. */
    public record Promised(String what, String title, String href, String says, String state, String word) {}

    /** One case of the list. */
    public record Line(
            String number,
            String href,
            String title,
            boolean drill,
            String about,
            String cve,
            String severity,
            boolean grave,
            String state,
            String shape,
            String source,
            String received,
            String clock,
            String due,
            boolean late,
            String assigned) {}

    /** The head of the pages of one case. */
    public record Head(
            String number,
            String href,
            String title,
            boolean drill,
            String state,
            String shape,
            String facts,
            List<Parts.Tab> tabs,
            String forced,
            boolean may,
            boolean closed) {}

    /** One field of a form. */
    public record Field(
            String name,
            String type,
            String label,
            String help,
            String value,
            boolean required,
            List<Parts.Choice> choices,
            String error) {

        public Field {
            choices = List.copyOf(choices);
        }
    }

    /** A form that enters something; {@code about} may be empty. */
    public record Form(
            String kind,
            String key,
            String title,
            String help,
            String act,
            String about,
            boolean open,
            List<Field> fields) {

        public Form {
            fields = List.copyOf(fields);
        }
    }

    /** A name and what is known under it. */
    public record Fact(String name, String value) {}

    /** One clock. */
    public record ClockRow(String what, String why, String due, String left, String shape, String state) {}

    /** One task; {@code done} is empty while it is open. */
    public record TaskRow(
            String text,
            String owner,
            String due,
            boolean late,
            String done,
            @Nullable Form form) {}

    /** One message to or from the reporter. */
    public record Message(String who, String when, String text, boolean own) {}

    /** What is played in a drill, what came of it beside earlier ones, and who did what. */
    public record Played(List<Come> come, List<Result> results, List<Fact> did, Rehearsed rehearsed) {

        public Played {
            come = List.copyOf(come);
            results = List.copyOf(results);
            did = List.copyOf(did);
        }
    }

    /**
     * How far the publication is that is rehearsed.
     *
     * @param draft what would be published; empty: nothing is written
     * @param obstacles what is missing or wrong in it
     * @param drafted the form to write it; null: it is over
     * @param agreed the form to agree to it; null: there is nothing to agree to, or it is for somebody else
     */
    public record Rehearsed(
            String state,
            String shape,
            List<Fact> draft,
            List<String> obstacles,
            @Nullable Form drafted,
            @Nullable Form agreed) {

        public Rehearsed {
            draft = List.copyOf(draft);
            obstacles = List.copyOf(obstacles);
        }
    }

    /** Something that came in a drill; {@code shape} and {@code state} say whether it was answered. */
    public record Come(String when, String from, String to, String text, String until, String shape, String state) {}

    /** One drill in a line. */
    public record Result(
            String began,
            String scenario,
            String ended,
            String acknowledged,
            String days,
            String answered,
            String people,
            String lessons,
            boolean present) {}

    /** One file. */
    public record FileRow(String name, String href, String size, String when, String note) {}

    /** Somebody who works on the case, or a party outside. */
    public record PersonRow(String name, String about, String contact, String removeId) {}

    /** One thing that happened. */
    public record Happened(
            String when,
            String after,
            String who,
            String what,
            List<Fact> values,
            boolean takenBack,
            @Nullable Form takeBack) {

        public Happened {
            values = List.copyOf(values);
        }
    }

    /** Who saw the case. */
    public record AccessRow(String when, String who, String what, String shape) {}

    /** Where a vulnerability or a component is. */
    public record Place(String line, String series, String release, String component, String standing) {}

    /** One text that is ready to send. */
    public record Text(String id, String title, String help, String text, String file, String mail) {}

    /**
     * One mail of a case.
     *
     * @param again whether it can be sent again
     */
    public record MailRow(
            String id,
            String when,
            String to,
            String subject,
            String text,
            String sealed,
            String state,
            String shape,
            String why,
            boolean again) {}

    /** One report of the quarantine. */
    public record Kept(
            String id,
            String why,
            String title,
            String text,
            String reporter,
            String times,
            String when,
            boolean encrypted,
            List<FileRow> files) {

        public Kept {
            files = List.copyOf(files);
        }
    }

    /** One mail that cannot be read: where it lies, and why. */
    public record BrokenRow(String when, String place, String size, String why) {}

    /**
     * What is said of a place.
     *
     * @param product its name and models in the register; empty: it is not there, or not for this person
     * @param href its page; empty: there is none
     * @param mark why it gets into no advisory; empty: it does
     */
    public record Standing(String line, String standing, String product, String href, String mark) {}

    /**
     * What can be chosen in the register.
     *
     * @param product whose versions and models are offered; empty: none was chosen yet
     */
    public record Choosing(
            List<Parts.Choice> products, String product, List<Parts.Choice> versions, List<Parts.Choice> models) {

        public Choosing {
            products = List.copyOf(products);
            versions = List.copyOf(versions);
            models = List.copyOf(models);
        }
    }
}
