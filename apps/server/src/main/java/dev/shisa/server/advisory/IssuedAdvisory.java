package dev.shisa.server.advisory;

import dev.shisa.advisory.CsafVersion;
import dev.shisa.advisory.draft.Advisory;
import dev.shisa.advisory.provider.IssuedDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The last revision of an advisory that was issued. Two are never compared.
 *
 * @param tracking its number, {@code MHK-2026-001}
 * @param document CSAF, as it is signed
 * @param signature armoured
 * @param fingerprint of the key that made it
 * @param revisions all of them, the first one first
 * @param editions the last document of each version of CSAF in which there is one, also of an earlier revision
 */
@SuppressWarnings("ArrayRecordComponent")
public record IssuedAdvisory(
        UUID id,
        UUID advisory,
        String code,
        String tracking,
        AdvisoryContent content,
        List<ConcernedProduct> products,
        byte[] document,
        String signature,
        String fingerprint,
        List<Advisory.Revision> revisions,
        List<Edition> editions) {

    public IssuedAdvisory {
        editions = List.copyOf(editions);
        products = List.copyOf(products);
        revisions = List.copyOf(revisions);
    }

    /**
     * A document in one version of CSAF. Two are never compared.
     *
     * @param content of the revision that it is
     * @param current when that revision was issued
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Edition(
            CsafVersion version, AdvisoryContent content, byte[] document, String signature, Instant current) {}

    /** Whether this revision is there in both versions of CSAF. */
    public boolean isInBoth() {
        return editions.stream().filter(one -> one.current().equals(current())).count() == CsafVersion.values().length;
    }

    /** When it was first issued. */
    public Instant initial() {
        return revisions.getFirst().at();
    }

    /** When this revision was. */
    public Instant current() {
        return revisions.getLast().at();
    }

    public int number() {
        return revisions.size();
    }

    /** Whether everybody may read it. */
    public boolean isPublic() {
        return content.tlp().isPublic();
    }

    /** What it is called in a language; empty: it has no name in it. */
    public String title(String language) {
        return content.title().in(language);
    }

    /** Its label of the Traffic Light Protocol, as in {@code WHITE}. */
    public String label() {
        return content.tlp().name();
    }

    /** The address of its page ends like this. */
    public String name() {
        return tracking.toLowerCase(Locale.ROOT);
    }

    /** In which version of CSAF a document is: a member's name stands nowhere else in it with its quotation marks. */
    static CsafVersion version(byte[] document) {
        return new String(document, StandardCharsets.ISO_8859_1).contains("\"csaf_version\" : \"2.1\"")
                ? CsafVersion.V2_1
                : CsafVersion.V2_0;
    }

    /** Where its document of a version is, below the folder of the provider. */
    public String csafPath(Edition edition) {
        return CsafText.folder(edition.content(), edition.version()) + "/"
                + forProvider(edition).path();
    }

    /** For the files of the provider. */
    public IssuedDocument forProvider(Edition edition) {
        AdvisoryContent said = edition.content();
        String language = CsafText.language(said);
        return new IssuedDocument(
                edition.document(),
                edition.version(),
                tracking,
                said.title().in(language),
                (said.withdrawn() ? said.note() : said.summary()).in(language),
                said.tlp(),
                initial(),
                edition.current());
    }
}
