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
        List<Advisory.Revision> revisions) {

    public IssuedAdvisory {
        products = List.copyOf(products);
        revisions = List.copyOf(revisions);
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

    /** The address of its page ends like this. */
    public String name() {
        return tracking.toLowerCase(Locale.ROOT);
    }

    /** In which version of CSAF it was issued: a member's name stands nowhere else in a document with its quotation marks. */
    public CsafVersion version() {
        return new String(document, StandardCharsets.ISO_8859_1).contains("\"csaf_version\" : \"2.1\"")
                ? CsafVersion.V2_1
                : CsafVersion.V2_0;
    }

    /** Where its document is, below the folder of the provider. */
    public String csafPath() {
        return CsafText.folder(content, version()) + "/" + forProvider().path();
    }

    /** For the files of the provider. */
    public IssuedDocument forProvider() {
        String language = CsafText.language(content);
        return new IssuedDocument(
                document,
                version(),
                tracking,
                content.title().in(language),
                (content.withdrawn() ? content.note() : content.summary()).in(language),
                content.tlp(),
                initial(),
                current());
    }
}
