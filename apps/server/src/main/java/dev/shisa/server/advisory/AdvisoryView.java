package dev.shisa.server.advisory;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What pages show of an advisory: finished words and links. */
public final class AdvisoryView {

    private AdvisoryView() {}

    /**
     * A concerned product.
     *
     * @param href its public page; may be empty
     * @param own what is offered for it, where that is not what is offered for all; null: it is
     */
    public record Product(
            String name,
            String models,
            String versions,
            String fixed,
            String href,
            @Nullable Offer own) {}

    /** What is offered for one product; all but the first may be empty. */
    public record Offer(String remedyWord, String action, String url) {}

    /**
     * An advisory as people read it.
     *
     * @param withdrawn reason; empty: it stands
     * @param remedyWord what is offered for all; empty: nothing is, or each product has an offer of its own
     * @param facts label and value
     * @param revisions day and what changed, the last one first
     * @param files of the same for programs
     */
    public record Page(
            String title,
            String tracking,
            String cve,
            String days,
            String withdrawn,
            String summary,
            boolean unaffected,
            List<Product> products,
            String remedyWord,
            String action,
            String url,
            String workaround,
            String why,
            List<Parts.Crumb> facts,
            String thanks,
            List<Parts.Crumb> revisions,
            List<Parts.Crumb> files) {

        public Page {
            products = List.copyOf(products);
            facts = List.copyOf(facts);
            revisions = List.copyOf(revisions);
            files = List.copyOf(files);
        }
    }

    /** A line of the list in the house. */
    public record Row(
            String href,
            String title,
            String name,
            String state,
            String word,
            String series,
            String severity,
            String day) {}

    /** One fault or hint, in words, with the test and the place. */
    public record Fault(String severity, String word, String sentence, String test, String pointer) {}

    /**
     * What the house knows of the versions that an advisory names.
     *
     * @param against where that contradicts it, in sentences
     * @param unnamed products in which it can be exploited, and which are not named; empty: none
     * @param reason why it is to be issued in spite of that; empty: nobody gave one
     * @param by who gave it
     * @param covered whether it was given with all of that in view
     * @param uncompared whether nothing was compared, since no CVE is named
     */
    public record Known(
            List<Line> lines,
            List<String> against,
            String unnamed,
            String reason,
            String by,
            boolean covered,
            boolean uncompared) {

        public Known {
            lines = List.copyOf(lines);
            against = List.copyOf(against);
        }

        /**
         * What is known of one version.
         *
         * @param says what the advisory says of the version
         * @param list what the bill of materials says; may be empty
         * @param found each with its page
         */
        public record Line(
                String product,
                String version,
                String says,
                String list,
                List<Parts.Crumb> found,
                boolean contradicted) {

            public Line {
                found = List.copyOf(found);
            }
        }
    }

    /** What is done about it, newest first. */
    public record Done(String when, String who, String what, String note) {}

    /** One concerned series in the form. */
    public record Concerned(
            String id,
            String name,
            List<Parts.Choice> models,
            java.util.Set<String> chosenModels,
            List<Parts.Choice> releases,
            java.util.Set<String> affected,
            List<Parts.Choice> fixes,
            String fixed,
            boolean earlier,
            String remedy,
            String actionJa,
            String actionEn,
            String url) {

        public Concerned {
            models = List.copyOf(models);
            releases = List.copyOf(releases);
            fixes = List.copyOf(fixes);
            chosenModels = java.util.Set.copyOf(chosenModels);
            affected = java.util.Set.copyOf(affected);
        }
    }

    /** The form as it was typed. */
    public record Form(
            String kind,
            String titleJa,
            String titleEn,
            String noteJa,
            String noteEn,
            String summaryJa,
            String summaryEn,
            String cve,
            String cwe,
            String cvss,
            String cvss3,
            String remedy,
            String actionJa,
            String actionEn,
            String workaroundJa,
            String workaroundEn,
            String url,
            String exploited,
            String why,
            String thanks,
            String tlp,
            String notBefore,
            int number) {}
}
