package dev.shisa.server.advisory;

import dev.shisa.advisory.CsafVersion;
import dev.shisa.advisory.draft.Advisory;
import dev.shisa.advisory.draft.Advisory.Said;
import dev.shisa.advisory.draft.Advisory.Standing;
import dev.shisa.advisory.draft.AdvisoryWriter;
import dev.shisa.advisory.provider.IssuedDocument;
import dev.shisa.advisory.provider.Provider;
import dev.shisa.server.platform.Problem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What somebody wrote, as a CSAF document: which of its places says what. A fix or a way around is an action for those who are
 * affected; a substitute or the end of use means that no fix is planned; what is still looked into has no remedy, and says so.
 */
final class CsafText {

    private static final AdvisoryWriter.Engine ENGINE = new AdvisoryWriter.Engine("Shisa", "1");
    private static final String PROVIDER = "/.well-known/csaf/";

    private final AdvisoryContent content;
    private final List<ConcernedProduct> products;
    private final Issuer issuer;
    private final String origin;
    private final String tracking;
    private final List<Advisory.Revision> revisions;

    CsafText(
            AdvisoryContent content,
            List<ConcernedProduct> products,
            Issuer issuer,
            String origin,
            String tracking,
            List<Advisory.Revision> revisions) {
        this.content = content;
        this.products = products;
        this.issuer = issuer;
        this.origin = origin;
        this.tracking = tracking;
        this.revisions = revisions;
    }

    /** In which language the document is: Japanese, unless it says nothing in it. */
    static String language(AdvisoryContent content) {
        return content.title().ja().isBlank() ? "en" : "ja";
    }

    /** Where the provider's metadata is. */
    static URI metadata(String origin) {
        return URI.create(origin + PROVIDER + Provider.METADATA);
    }

    static Provider.Publisher publisher(Issuer issuer, String language) {
        StringBuilder contact = new StringBuilder(issuer.mail());
        if (!issuer.phone().isEmpty()) {
            contact.append(contact.isEmpty() ? "" : ", ").append(issuer.phone());
        }
        return new Provider.Publisher(issuer.name(language), URI.create(issuer.site()), contact.toString(), "");
    }

    /** Below which folder of the provider its documents are; those of version 2.1 have a tree of their own. */
    static String folder(AdvisoryContent content, CsafVersion version) {
        return (version == CsafVersion.V2_1 ? "v" + version.number() + "/" : "")
                + content.tlp().folder(version);
    }

    /** Where the document will be. */
    URI address() {
        return URI.create(origin + PROVIDER + folder(content, issuer.version()) + "/"
                + revisions.getFirst().at().atZone(ZoneOffset.UTC).getYear() + "/" + IssuedDocument.fileName(tracking));
    }

    byte[] write() {
        String language = language(content);
        Affected affected = new Affected();
        List<Advisory.Note> notes = new ArrayList<>();
        Said overview = new Said("概要", "Overview");
        if (content.withdrawn()) {
            notes.add(
                    issuer.version() == CsafVersion.V2_1
                            // The words that the later version's profile asks for (section 4.6).
                            ? new Advisory.Note(
                                    "description", new Said("撤回の理由", "Reasoning for Withdrawal"), content.note())
                            : new Advisory.Note(
                                    "summary", new Said("取り下げの理由", "Reason for withdrawal"), content.note()));
        } else {
            notes.add(new Advisory.Note("summary", overview, content.summary()));
        }
        List<Advisory.Thanks> thanks = content.thanks().stream()
                .map(one -> new Advisory.Thanks(one.name(), one.organization(), null))
                .toList();
        Advisory advisory = new Advisory(
                content.withdrawn()
                        ? Advisory.Kind.WITHDRAWN
                        : switch (content.kind()) {
                            case ADVISORY -> Advisory.Kind.ADVISORY;
                            case UNAFFECTED -> Advisory.Kind.VEX;
                            case INFORMATION -> Advisory.Kind.INFORMATIONAL;
                        },
                tracking,
                content.title(),
                language,
                content.tlp(),
                publisher(issuer, language),
                address(),
                content.remedy() == AdvisoryContent.Remedy.INVESTIGATING && !content.withdrawn()
                        ? Advisory.Status.INTERIM
                        : Advisory.Status.FINAL,
                revisions,
                notes,
                references(language),
                thanks,
                content.kind() == AdvisoryContent.Kind.INFORMATION ? List.of() : affected.products,
                content.kind() == AdvisoryContent.Kind.INFORMATION ? List.of() : List.of(issue(affected, overview)));
        try {
            return AdvisoryWriter.write(advisory, issuer.version(), ENGINE);
        } catch (IllegalArgumentException e) {
            // A weakness or vector that is none; forms refuse it, but what was stored may have come another way.
            throw new Problem(422, "advisory.words", String.valueOf(e.getMessage()));
        }
    }

    private List<Advisory.Reference> references(String language) {
        List<Advisory.Reference> references = new ArrayList<>();
        references.add(new Advisory.Reference(
                new Said("Webページ", "Web page"),
                URI.create(origin + "/public/" + language + "/advisories/" + tracking.toLowerCase(Locale.ROOT) + "/")));
        if (!content.cve().isEmpty()) {
            references.add(new Advisory.Reference(
                    new Said(content.cve(), content.cve()),
                    URI.create("https://www.cve.org/CVERecord?id=" + content.cve())));
        }
        return references;
    }

    /** The products of the document, and which of them are what. */
    private final class Affected {

        private final List<Advisory.Product> products = new ArrayList<>();
        private final Set<String> affected = new TreeSet<>();
        private final Set<String> fixed = new TreeSet<>();

        Affected() {
            for (ConcernedProduct product : CsafText.this.products) {
                String to = product.fixed();
                for (String version : product.affected()) {
                    affected.add(add(product, version, false));
                }
                if (product.earlier() && to != null) {
                    affected.add(add(product, "vers:generic/<" + encoded(to), true));
                } else if (product.affected().isEmpty()) {
                    // The later version's tests know every version by the name that the notation has for it now.
                    affected.add(
                            add(product, issuer.version() == CsafVersion.V2_1 ? "vers:all/*" : "vers:generic/*", true));
                }
                if (to != null && content.kind() == AdvisoryContent.Kind.ADVISORY) {
                    fixed.add(add(product, to, false));
                }
            }
        }

        private String add(ConcernedProduct product, String version, boolean range) {
            String id = product.code() + ":" + version;
            if (products.stream().noneMatch(known -> known.id().equals(id))) {
                products.add(new Advisory.Product(
                        id,
                        issuer.name(language(content)),
                        "",
                        product.name(),
                        version,
                        range,
                        product.models(),
                        "",
                        ""));
            }
            return id;
        }

        /** As version ranges write what is not a letter, digit or one of a few signs. */
        private static String encoded(String version) {
            StringBuilder out = new StringBuilder();
            for (byte b : version.getBytes(StandardCharsets.UTF_8)) {
                char c = (char) (b & 0xff);
                if ((c >= '0' && c <= '9')
                        || (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || ".-_~".indexOf(c) >= 0) {
                    out.append(c);
                } else {
                    out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
                }
            }
            return out.toString();
        }
    }

    private Advisory.Issue issue(Affected affected, Said overview) {
        Map<Standing, Set<String>> standings = new EnumMap<>(Standing.class);
        boolean unaffected = content.kind() == AdvisoryContent.Kind.UNAFFECTED;
        standings.put(
                unaffected
                        ? Standing.KNOWN_NOT_AFFECTED
                        : content.remedy() == AdvisoryContent.Remedy.INVESTIGATING
                                ? Standing.UNDER_INVESTIGATION
                                : Standing.KNOWN_AFFECTED,
                affected.affected);
        if (!affected.fixed.isEmpty()) {
            standings.put(Standing.FIXED, affected.fixed);
        }
        return new Advisory.Issue(
                content.cve(),
                content.cve().isEmpty() ? issuer.name(language(content)) : "",
                content.cve().isEmpty() ? tracking : "",
                content.title(),
                content.cwe(),
                List.of(new Advisory.Note("description", overview, content.summary())),
                null,
                null,
                standings,
                content.cvss().isEmpty() || unaffected
                        ? List.of()
                        : List.of(new Advisory.Score(content.cvss(), affected.affected)),
                unaffected ? List.of() : actions(affected),
                unaffected
                        ? List.of(new Advisory.Unaffected(
                                content.why(), said(content.action()) ? content.action() : null, affected.affected))
                        : List.of(),
                switch (content.exploited()) {
                    case "known" -> new Said("悪用が確認されています。", "Attacks are known.");
                    case "none" -> new Said("悪用は確認されていません。", "No attacks are known.");
                    default -> null;
                },
                List.of());
    }

    private List<Advisory.Action> actions(Affected affected) {
        List<Advisory.Action> actions = new ArrayList<>();
        URI url = content.url().isEmpty() ? null : URI.create(content.url());
        Advisory.Remedy remedy = switch (content.remedy()) {
            case FIX -> Advisory.Remedy.VENDOR_FIX;
            case WORKAROUND -> Advisory.Remedy.WORKAROUND;
            case SUBSTITUTE, STOP_USE -> Advisory.Remedy.NO_FIX_PLANNED;
            case INVESTIGATING -> Advisory.Remedy.NONE_AVAILABLE;
        };
        if (said(content.action())) {
            actions.add(new Advisory.Action(remedy, content.action(), url, null, affected.affected));
        }
        if (said(content.workaround()) && content.remedy() != AdvisoryContent.Remedy.WORKAROUND) {
            actions.add(new Advisory.Action(
                    Advisory.Remedy.WORKAROUND, content.workaround(), null, null, affected.affected));
        }
        return actions;
    }

    private static boolean said(Said said) {
        return !said.ja().isBlank() || !said.en().isBlank();
    }
}
