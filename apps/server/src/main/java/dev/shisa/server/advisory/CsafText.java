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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
    private final CsafVersion version;
    private final String origin;
    private final String tracking;
    private final List<Advisory.Revision> revisions;

    CsafText(
            AdvisoryContent content,
            List<ConcernedProduct> products,
            Issuer issuer,
            CsafVersion version,
            String origin,
            String tracking,
            List<Advisory.Revision> revisions) {
        this.content = content;
        this.products = products;
        this.issuer = issuer;
        this.version = version;
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
        return URI.create(origin + PROVIDER + folder(content, version) + "/"
                + revisions.getFirst().at().atZone(ZoneOffset.UTC).getYear() + "/" + IssuedDocument.fileName(tracking));
    }

    byte[] write() {
        String language = language(content);
        Affected affected = new Affected();
        List<Advisory.Note> notes = new ArrayList<>();
        // The document has one title; that of the other language stands where its words do.
        Said overview = new Said(
                "概要",
                language.equals("ja") && !content.title().en().isBlank()
                        ? content.title().en()
                        : "Overview");
        if (content.withdrawn()) {
            notes.add(
                    version == CsafVersion.V2_1
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
                            // The later version's profile wants something that is affected; until then it says how far
                            // it is.
                            case ADVISORY ->
                                version == CsafVersion.V2_1
                                                && affected.of(Standing.KNOWN_AFFECTED)
                                                        .isEmpty()
                                        ? Advisory.Kind.VEX
                                        : Advisory.Kind.ADVISORY;
                            case UNAFFECTED -> Advisory.Kind.VEX;
                            case INFORMATION -> Advisory.Kind.INFORMATIONAL;
                        },
                tracking,
                content.title(),
                language,
                content.tlp(),
                publisher(issuer, language),
                issuer.licence(),
                address(),
                !content.withdrawn() && products.stream().anyMatch(one -> content.isInvestigated(one.own()))
                        ? Advisory.Status.INTERIM
                        : Advisory.Status.FINAL,
                revisions,
                notes,
                references(language),
                thanks,
                content.kind() == AdvisoryContent.Kind.INFORMATION ? List.of() : affected.products,
                content.kind() == AdvisoryContent.Kind.INFORMATION ? List.of() : List.of(issue(affected, overview)));
        try {
            return AdvisoryWriter.write(advisory, version, ENGINE);
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
        private final Map<Standing, Set<String>> standings = new EnumMap<>(Standing.class);

        /** What is offered, and for which of the affected. */
        private final Map<AdvisoryContent.Offer, Set<String>> offers = new LinkedHashMap<>();

        Affected() {
            for (ConcernedProduct product : CsafText.this.products) {
                Set<String> offered = new TreeSet<>();
                for (NamedVersions.Named<String> one : NamedVersions.of(content, product)) {
                    String id = switch (one.span()) {
                        case NamedVersions.Span.One<String>(String name) -> add(product, name, false, " " + name);
                        case NamedVersions.Span.Before<String>(String to) ->
                            add(
                                    product,
                                    "vers:generic/<" + encoded(to),
                                    true,
                                    isJapanese() ? " " + to + "より前のバージョン" : ", versions before " + to);
                        // The later version's tests know every version by the name that the notation has for it now.
                        case NamedVersions.Span.Every<String>() ->
                            add(
                                    product,
                                    version == CsafVersion.V2_1 ? "vers:all/*" : "vers:generic/*",
                                    true,
                                    isJapanese() ? " すべてのバージョン" : ", all versions");
                    };
                    standings
                            .computeIfAbsent(standing(one.as()), _ -> new TreeSet<>())
                            .add(id);
                    if (one.as() != NamedVersions.As.FIXED) {
                        offered.add(id);
                    }
                }
                offers.computeIfAbsent(content.offer(product.own()), _ -> new TreeSet<>())
                        .addAll(offered);
            }
        }

        private static Standing standing(NamedVersions.As as) {
            return switch (as) {
                case NOT_AFFECTED -> Standing.KNOWN_NOT_AFFECTED;
                case FIXED -> Standing.FIXED;
                case INVESTIGATED -> Standing.UNDER_INVESTIGATION;
                case AFFECTED -> Standing.KNOWN_AFFECTED;
            };
        }

        Set<String> of(Standing standing) {
            return standings.getOrDefault(standing, Set.of());
        }

        private boolean isJapanese() {
            return language(content).equals("ja");
        }

        /** @param versions which they are, for people, behind the product's name */
        private String add(ConcernedProduct product, String version, boolean range, String versions) {
            String name = product.name(language(content));
            String id = product.code() + ":" + version;
            if (products.stream().noneMatch(known -> known.id().equals(id))) {
                products.add(new Advisory.Product(
                        id,
                        issuer.name(language(content)),
                        "",
                        name,
                        version,
                        range,
                        (name.contains(product.code()) ? name : name + " " + product.code()) + versions,
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
        boolean unaffected = content.kind() == AdvisoryContent.Kind.UNAFFECTED;
        Set<String> rated = new TreeSet<>(affected.of(Standing.KNOWN_AFFECTED));
        rated.addAll(affected.of(Standing.UNDER_INVESTIGATION));
        return new Advisory.Issue(
                content.cve(),
                content.cve().isEmpty() ? issuer.name(language(content)) : "",
                content.cve().isEmpty() ? tracking : "",
                content.title(),
                content.cwe(),
                List.of(new Advisory.Note("description", overview, content.summary())),
                null,
                null,
                affected.standings,
                unaffected
                        ? List.of()
                        : content.vectors().stream()
                                .map(vector -> new Advisory.Score(vector, rated))
                                .toList(),
                unaffected ? List.of() : actions(affected),
                unaffected
                        ? List.of(new Advisory.Unaffected(
                                content.why(),
                                said(content.action()) ? content.action() : null,
                                affected.of(Standing.KNOWN_NOT_AFFECTED)))
                        : List.of(),
                switch (content.exploited()) {
                    case "known" -> new Said("悪用が確認されています。", "Attacks are known.");
                    case "none" -> new Said("悪用は確認されていません。", "No attacks are known.");
                    default -> null;
                },
                List.of());
    }

    /** Each remedy names the products for which it is offered, and no others. */
    private List<Advisory.Action> actions(Affected affected) {
        List<Advisory.Action> actions = new ArrayList<>();
        Set<String> around = new TreeSet<>();
        affected.offers.forEach((offer, ids) -> {
            URI url = offer.url().isEmpty() ? null : URI.create(offer.url());
            AdvisoryContent.Remedy offered = Objects.requireNonNullElse(offer.remedy(), content.remedy());
            if (said(offer.action())) {
                actions.add(new Advisory.Action(remedy(offered), offer.action(), url, null, ids));
            }
            if (offered != AdvisoryContent.Remedy.WORKAROUND) {
                around.addAll(ids);
            }
        });
        if (said(content.workaround()) && !around.isEmpty()) {
            actions.add(new Advisory.Action(Advisory.Remedy.WORKAROUND, content.workaround(), null, null, around));
        }
        return actions;
    }

    private static Advisory.Remedy remedy(AdvisoryContent.Remedy offered) {
        return switch (offered) {
            case FIX -> Advisory.Remedy.VENDOR_FIX;
            case WORKAROUND -> Advisory.Remedy.WORKAROUND;
            case SUBSTITUTE, STOP_USE -> Advisory.Remedy.NO_FIX_PLANNED;
            case INVESTIGATING -> Advisory.Remedy.NONE_AVAILABLE;
        };
    }

    private static boolean said(Said said) {
        return AdvisoryContent.said(said);
    }
}
