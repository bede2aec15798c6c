package dev.shisa.server.advisory;

import dev.shisa.server.platform.web.Parts;
import java.util.List;

/** What pages show of an advisory: finished words and links. */
public final class AdvisoryView {

    private AdvisoryView() {}

    /** A concerned product; {@code href}: its public page, may be empty. */
    public record Product(String name, String models, String versions, String fixed, String href) {}

    /**
     * An advisory as people read it.
     *
     * @param withdrawn reason; empty: it stands
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
            boolean earlier) {

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
