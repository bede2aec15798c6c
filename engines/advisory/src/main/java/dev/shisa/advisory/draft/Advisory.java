package dev.shisa.advisory.draft;

import dev.shisa.advisory.provider.Provider;
import dev.shisa.advisory.provider.Tlp;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a maker has to say about vulnerabilities in its products, without the form of any document.
 *
 * @param language {@code ja} or {@code en}: the document's own; notes, remedies and threats are also given in the other one, where
 *     there are any
 * @param licence under which it may be passed on, as SPDX writes it; empty: nothing is said
 * @param self where the document will be
 * @param references other pages
 * @param products each id once
 */
public record Advisory(
        Kind kind,
        String id,
        Said title,
        String language,
        Tlp tlp,
        Provider.Publisher publisher,
        String licence,
        URI self,
        Status status,
        List<Revision> revisions,
        List<Note> notes,
        List<Reference> references,
        List<Thanks> thanks,
        List<Product> products,
        List<Issue> issues) {

    public Advisory {
        revisions = List.copyOf(revisions);
        notes = List.copyOf(notes);
        references = List.copyOf(references);
        thanks = List.copyOf(thanks);
        products = List.copyOf(products);
        issues = List.copyOf(issues);
    }

    /** What the document is for (section 4). */
    public enum Kind {
        /** Somebody has to do something. */
        ADVISORY,
        /** Which products are concerned, and which are not. */
        VEX,
        /** Nobody has to do anything, but it is good to know. */
        INFORMATIONAL,
        /** It was published, and should not have been; only its reason is left. */
        WITHDRAWN
    }

    /** How far it is (section 3.2.1.12.7). */
    public enum Status {
        DRAFT,
        /** Published, and more will follow. */
        INTERIM,
        FINAL
    }

    /** Words in both languages; empty: not said in this one. */
    public record Said(String ja, String en) {

        public String in(String language) {
            String own = language.equals("ja") ? ja : en;
            return own.isEmpty() ? language.equals("ja") ? en : ja : own;
        }

        /** In the other language, as far as it says something there. */
        String besides(String language) {
            return language.equals("ja") ? en : ja;
        }
    }

    /** A revision; its number is its place, from 1. */
    public record Revision(Instant at, Said summary) {}

    /** A text of the document or of an issue; {@code category} as in section 3.1.5. */
    public record Note(String category, Said title, Said text) {}

    public record Reference(Said summary, URI url) {}

    /**
     * Whom the maker thanks.
     *
     * @param name empty: only the organisation
     */
    public record Thanks(
            String name, String organization, @Nullable Said summary) {}

    /**
     * A product in one version, or in several.
     *
     * @param id by which issues name it
     * @param family the series
     * @param name the model
     * @param version a version, or if {@code range} a range in the form {@code vers:generic/<1.2.0}
     * @param words product and versions as people say them, in the language of the document
     */
    public record Product(
            String id,
            String vendor,
            String family,
            String name,
            String version,
            boolean range,
            String words,
            List<String> modelNumbers,
            String purl,
            String cpe) {

        public Product {
            modelNumbers = List.copyOf(modelNumbers);
        }
    }

    /** How a product stands to an issue (section 3.2.3.9). */
    public enum Standing {
        FIXED,
        KNOWN_AFFECTED,
        KNOWN_NOT_AFFECTED,
        UNDER_INVESTIGATION,
        RECOMMENDED,
        FIRST_FIXED,
        FIRST_AFFECTED,
        LAST_AFFECTED
    }

    /** What can be done (section 3.2.3.12.1). */
    public enum Remedy {
        VENDOR_FIX,
        WORKAROUND,
        MITIGATION,
        NONE_AVAILABLE,
        NO_FIX_PLANNED
    }

    /** A remedy for products; {@code date}: since when there is one. */
    public record Action(
            Remedy remedy,
            Said details,
            @Nullable URI url,
            @Nullable Instant date,
            Set<String> products) {

        public Action {
            products = Set.copyOf(products);
        }
    }

    /** Why a product is not affected: the label of section 3.2.3.5.3, or words. */
    public record Unaffected(String label, @Nullable Said words, Set<String> products) {

        public Unaffected {
            products = Set.copyOf(products);
        }
    }

    /** A CVSS vector of any version for products. */
    public record Score(String vector, Set<String> products) {

        public Score {
            products = Set.copyOf(products);
        }
    }

    /**
     * One vulnerability.
     *
     * @param cve empty: none is given yet; then {@code otherId} names it
     * @param otherIdOf whose {@code otherId} it is, such as {@code JVN}
     * @param cwe such as {@code CWE-121}; empty: nothing is said
     * @param exploited what is known of attacks; null: nothing is said
     */
    public record Issue(
            String cve,
            String otherIdOf,
            String otherId,
            Said title,
            String cwe,
            List<Note> notes,
            @Nullable Instant discovered,
            @Nullable Instant disclosed,
            Map<Standing, Set<String>> standings,
            List<Score> scores,
            List<Action> actions,
            List<Unaffected> unaffected,
            @Nullable Said exploited,
            List<Thanks> thanks) {

        public Issue {
            notes = List.copyOf(notes);
            standings = Map.copyOf(standings);
            scores = List.copyOf(scores);
            actions = List.copyOf(actions);
            unaffected = List.copyOf(unaffected);
            thanks = List.copyOf(thanks);
        }
    }
}
