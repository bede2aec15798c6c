package dev.shisa.server.portal;

import dev.shisa.advisory.CsafVersion;
import dev.shisa.advisory.provider.IssuedDocument;
import dev.shisa.advisory.provider.Provider;
import dev.shisa.advisory.provider.ProviderTree;
import dev.shisa.advisory.provider.Tlp;
import dev.shisa.server.advisory.IssuedAdvisory;
import dev.shisa.server.advisory.Issuer;
import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.advisory.OwnAdvisories;
import dev.shisa.server.advisory.SigningKey;
import dev.shisa.server.advisory.SigningKeys;
import dev.shisa.server.document.Content;
import dev.shisa.server.document.Document;
import dev.shisa.server.document.DocumentKind;
import dev.shisa.server.document.Documents;
import dev.shisa.server.document.Version;
import dev.shisa.server.platform.ledger.LedgerKeeper;
import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.SeriesStanding;
import dev.shisa.server.shipment.PublicStop;
import dev.shisa.server.shipment.PublicStops;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Everything that the public pages show, read at one moment. */
@Component
class PublicData {

    /** Kinds that a product's page shows, in their order. */
    static final List<DocumentKind> TEXTS = List.of(
            DocumentKind.USER_INFORMATION,
            DocumentKind.MANUAL_STATEMENTS,
            DocumentKind.PRIVACY_NOTICE,
            DocumentKind.DISPOSAL_GUIDE);

    private static final int RELEASES_MAX = 50;

    /** What is over stays for readers who come later. */
    private static final Duration STATUS_KEPT = Duration.ofDays(90);

    private final Portals portals;
    private final Issuers issuers;
    private final OwnAdvisories advisories;
    private final SigningKeys keys;
    private final Products products;
    private final Documents documents;
    private final SupportEnds ends;
    private final ObjectProvider<SeriesStanding> standings;
    private final ObjectProvider<PublicAdditions> additions;
    private final PublicStops stops;
    private final LedgerKeeper ledger;
    private final Messages messages;
    private final InstantSource clock;

    PublicData(
            Portals portals,
            Issuers issuers,
            OwnAdvisories advisories,
            SigningKeys keys,
            Products products,
            Documents documents,
            SupportEnds ends,
            ObjectProvider<SeriesStanding> standings,
            ObjectProvider<PublicAdditions> additions,
            PublicStops stops,
            LedgerKeeper ledger,
            Messages messages,
            InstantSource clock) {
        this.portals = portals;
        this.issuers = issuers;
        this.advisories = advisories;
        this.keys = keys;
        this.products = products;
        this.documents = documents;
        this.ends = ends;
        this.standings = standings;
        this.additions = additions;
        this.stops = stops;
        this.ledger = ledger;
        this.messages = messages;
        this.clock = clock;
    }

    /** The host under which nothing but the public pages answers; empty: there is none. */
    String ownHost() {
        Portal portal = portals.entered().portal();
        return portal.on() && portal.apart() ? issuers.issuer().host() : "";
    }

    /**
     * All of it.
     *
     * @param issued public advisories only, the last one first
     * @param policy what is in force; null: none is
     * @param csaf files of the provider by their paths
     * @param news what owners of the shown products are told, the newest first
     * @param statuses what is wrong now or was lately, the newest first
     * @param stops of shipment of the shown products, the newest first
     * @param mails whether readers can ask to be told by mail
     */
    record Read(
            Portal portal,
            Issuer issuer,
            String origin,
            List<PublicProduct> products,
            List<IssuedAdvisory> issued,
            @Nullable Content policy,
            List<SigningKey> keys,
            SortedMap<String, byte[]> csaf,
            String checkpoint,
            List<PublicNews> news,
            List<PublicStatus> statuses,
            List<PublicStop> stops,
            boolean mails,
            Instant at) {}

    @Transactional(readOnly = true)
    public Read read(@Nullable Read before) {
        Portal portal = portals.entered().portal();
        Issuer issuer = issuers.issuer();
        String origin = issuers.origin();
        Instant now = clock.instant();
        if (!portal.on()) {
            return new Read(
                    portal,
                    issuer,
                    origin,
                    List.of(),
                    List.of(),
                    null,
                    List.of(),
                    new TreeMap<>(),
                    "",
                    List.of(),
                    List.of(),
                    List.of(),
                    false,
                    now);
        }
        Map<UUID, IssuedAdvisory> known = new HashMap<>();
        if (before != null) {
            before.issued().forEach(one -> known.put(one.advisory(), one));
        }
        List<IssuedAdvisory> issued = advisories.issued(known).stream()
                .filter(IssuedAdvisory::isPublic)
                .toList();
        List<SigningKey> all = keys.all();
        boolean same = before != null
                && before.issuer().equals(issuer)
                && before.origin().equals(origin)
                && revisions(before.issued()).equals(revisions(issued))
                && before.keys().equals(all)
                && !before.csaf().isEmpty();
        return new Read(
                portal,
                issuer,
                origin,
                portal.shown().stream()
                        .flatMap(one -> product(one, now).stream())
                        .toList(),
                issued,
                policy(),
                all,
                same && before != null ? before.csaf() : csaf(issuer, origin, issued, all, now),
                ledger.checkpoint().map(signed -> signed.note().toString()).orElse(""),
                additions.stream()
                        .flatMap(one -> one.news().stream())
                        .filter(one -> portal.of(one.series()).isPresent())
                        .toList(),
                additions.stream()
                        .flatMap(one -> one.statuses(now.minus(STATUS_KEPT)).stream())
                        .filter(one -> isShown(one.series(), portal))
                        .sorted(Comparator.comparing(PublicStatus::at).reversed())
                        .toList(),
                stops.all().stream()
                        .filter(one -> portal.of(one.series()).isPresent())
                        .toList(),
                additions.stream().anyMatch(PublicAdditions::tellsByMail),
                now);
    }

    private static boolean isShown(@Nullable UUID series, Portal portal) {
        return series == null || portal.of(series).isPresent();
    }

    private static List<String> revisions(List<IssuedAdvisory> issued) {
        return issued.stream().map(one -> one.id() + " " + one.isInBoth()).toList();
    }

    private Optional<PublicProduct> product(Portal.Shown shown, Instant now) {
        return products.byId(shown.series()).map(series -> {
            LocalDate today = now.atZone(Ui.ZONE).toLocalDate();
            Map<DocumentKind, Content> texts = new EnumMap<>(DocumentKind.class);
            for (DocumentKind kind : TEXTS) {
                inForce(kind, series.id()).ifPresent(content -> texts.put(kind, content));
            }
            TreeMap<String, String> label = new TreeMap<>();
            if (shown.verdicts()) {
                for (Locale locale : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
                    standings.stream()
                            .flatMap(source -> source.standings(List.of(series.id()), locale).values().stream())
                            .findFirst()
                            .filter(standing -> !standing.again())
                            .ifPresent(standing -> label.put(
                                    locale.getLanguage(),
                                    messages.get(
                                            locale,
                                            "portal.label.summary",
                                            standing.count("met"),
                                            standing.count("deemed")
                                                    + standing.count("exempt")
                                                    + standing.count("not-applicable"),
                                            standing.total())));
                }
            }
            return new PublicProduct(
                    series,
                    products.models(series.id()).stream().map(Model::number).toList(),
                    ends.of(series.id(), now),
                    products.releases(series.id()).stream()
                            .flatMap(release -> release.releasedOn() == null
                                            || release.releasedOn().isAfter(today)
                                    ? java.util.stream.Stream.empty()
                                    : java.util.stream.Stream.of(
                                            new PublicProduct.Out(release.name(), release.releasedOn())))
                            .sorted(Comparator.comparing(PublicProduct.Out::day).reversed())
                            .limit(RELEASES_MAX)
                            .toList(),
                    texts,
                    label);
        });
    }

    private @Nullable Content policy() {
        return inForce(DocumentKind.DISCLOSURE_POLICY, null).orElse(null);
    }

    private Optional<Content> inForce(DocumentKind kind, @Nullable UUID series) {
        return documents
                .ofKind(kind, series)
                .map(Document::id)
                .flatMap(documents::inForce)
                .map(Version::revision)
                .map(revision -> revision.content());
    }

    private static SortedMap<String, byte[]> csaf(
            Issuer issuer, String origin, List<IssuedAdvisory> issued, List<SigningKey> keys, Instant now) {
        Map<ByteBuffer, String> signatures = new HashMap<>();
        List<IssuedDocument> documents = new ArrayList<>();
        for (IssuedAdvisory one : issued) {
            for (IssuedAdvisory.Edition edition : one.editions()) {
                signatures.put(ByteBuffer.wrap(edition.document()), edition.signature());
                documents.add(one.forProvider(edition));
            }
        }
        // All trees are always there, so that no address that was ever named stops answering.
        SortedMap<String, byte[]> files =
                new TreeMap<>(tree(CsafVersion.V2_0, "", issuer, origin, documents, signatures, keys, now));
        tree(CsafVersion.V2_0, "v2.0/", issuer, origin, documents, signatures, keys, now)
                .forEach((path, bytes) -> files.put("v2.0/" + path, bytes));
        SortedMap<String, byte[]> later =
                tree(CsafVersion.V2_1, "v2.1/", issuer, origin, documents, signatures, keys, now);
        later.forEach((path, bytes) -> files.put("v2.1/" + path, bytes));
        byte[] metadata = later.get(Provider.METADATA);
        if (issuer.version() == CsafVersion.V2_1 && metadata != null) {
            // The usual address says what the issuer chose; documents stay where they say that they are.
            files.put(Provider.METADATA, metadata);
        }
        return files;
    }

    /** What is served of one version, below a folder of its own. Each document was signed when it was issued; nothing is signed here. */
    private static SortedMap<String, byte[]> tree(
            CsafVersion version,
            String folder,
            Issuer issuer,
            String origin,
            List<IssuedDocument> documents,
            Map<ByteBuffer, String> signatures,
            List<SigningKey> keys,
            Instant now) {
        Provider provider = new Provider(
                URI.create(origin + PublicSite.PROVIDER + folder + Provider.METADATA),
                new Provider.Publisher(issuer.name("ja"), URI.create(issuer.site()), issuer.mail(), ""),
                keys.stream()
                        .map(key -> new Provider.Key(key.fingerprint(), key.armored()))
                        .toList(),
                true,
                true);
        return ProviderTree.of(
                provider,
                version,
                documents,
                Set.of(Tlp.WHITE, Tlp.UNLABELED),
                bytes -> signatures.getOrDefault(ByteBuffer.wrap(bytes), ""),
                path -> Optional.empty(),
                now);
    }
}
