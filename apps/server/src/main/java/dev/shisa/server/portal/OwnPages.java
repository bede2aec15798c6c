package dev.shisa.server.portal;

import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Value;
import dev.shisa.server.advisory.Issuers;
import dev.shisa.server.document.Content;
import dev.shisa.server.document.DocumentKind;
import dev.shisa.server.document.Section;
import dev.shisa.server.platform.account.Source;
import dev.shisa.server.portal.PublishedPlace.Seen;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What of the maker's own public pages can be read, looked up where they are made: the one internal address that counts as a public
 * place, and nothing is sent to it.
 */
@Component
class OwnPages {

    private static final Pattern PRODUCT = Pattern.compile("/public/(?:ja/|en/)?products/([^/]+)/?");
    private static final Pattern POLICY = Pattern.compile("/public/(?:ja/|en/)?policy/?");

    private final PublicSite site;
    private final Issuers issuers;

    OwnPages(PublicSite site, Issuers issuers) {
        this.site = site;
        this.issuers = issuers;
    }

    /** Whether an address is one of the public pages, under the origin that an owner entered. */
    boolean isOwn(String address) {
        return path(address) != null;
    }

    private @Nullable String path(String address) {
        try {
            URI uri = new URI(address);
            URI origin = new URI(issuers.origin());
            String path = uri.getPath() == null ? "" : uri.getPath();
            boolean same = uri.getHost() != null
                    && uri.getHost().equalsIgnoreCase(origin.getHost())
                    && port(uri) == port(origin);
            boolean ours = path.equals("/public")
                    || path.startsWith(PublicSite.ROOT)
                    || path.equals(PublicSite.SECURITY)
                    || path.startsWith(PublicSite.PROVIDER);
            return same && ours ? path : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
    }

    /** The page as everybody gets it now. */
    Seen look(String address) {
        String path = path(address);
        if (path == null) {
            return new Seen.Unasked("not-own", address);
        }
        PublicPages pages = site.renewed();
        if (!pages.isOn()) {
            return new Seen.Missing("own-off", "", true);
        }
        PublicSite.Found found = site.find(path, "ja", null, new Source("places"));
        // Its words are the company's own documents; what changes in them is told there.
        return found.status() == 200
                ? new Seen.Unread()
                : new Seen.Missing("own-missing", Integer.toString(found.status()), true);
    }

    /**
     * Whether a page that is there says what a fact states to be there: it is made of documents in force, so what is not in them is not
     * on it. A page that is not of this kind says nothing about that.
     */
    boolean lacks(String address, Slot slot, Value value) {
        String path = path(address);
        PublicData.Read read = path == null ? null : site.renewed().read();
        if (path == null || read == null || !read.portal().on()) {
            return false;
        }
        if (POLICY.matcher(path).matches()) {
            Content policy = read.policy();
            Set<String> parts = slot.key().value().equals("disclosure.parts") ? words(value) : Set.of();
            return policy == null || parts.stream().anyMatch(part -> !says(policy, part));
        }
        Matcher product = PRODUCT.matcher(path);
        if (!product.matches()) {
            return false;
        }
        String code = product.group(1).toLowerCase(Locale.ROOT);
        return read.products().stream()
                .filter(one -> one.series().code().toLowerCase(Locale.ROOT).equals(code))
                .findFirst()
                .map(one -> lacks(one, slot.key().value(), words(value), tells(one, read)))
                .orElse(true);
    }

    /** Whether the page has a notice of a version: it says what that contains, why it is needed and what happens without it. */
    private static boolean tells(PublicProduct product, PublicData.Read read) {
        return read.news().stream()
                .anyMatch(news -> news.series().equals(product.series().id())
                        && product.releases().stream()
                                .anyMatch(out -> out.name().equals(news.release())));
    }

    private static boolean lacks(PublicProduct product, String key, Set<String> said, boolean tells) {
        return switch (key) {
            case "guide.safe" ->
                !says(product, "safe")
                        && product.text(DocumentKind.MANUAL_STATEMENTS).isEmpty();
            case "guide.update" -> !tells && !says(product, "update");
            case "guide.disclaimer" ->
                List.of("missed-update", "general").stream()
                        .anyMatch(part -> said.contains(part) && !says(product, part));
            case "guide.support" ->
                (said.contains("date") && !says(product, "support-date") && product.supportEnds() == null)
                        || (said.contains("policy") && !says(product, "support-policy"));
            case "guide.disposal" ->
                product.text(DocumentKind.DISPOSAL_GUIDE).isEmpty()
                        && List.of("risk", "method").stream()
                                .anyMatch(part -> said.contains(part) && !says(product, "disposal-" + part));
            default -> false;
        };
    }

    private static boolean says(PublicProduct product, String section) {
        Optional<Content> text = product.text(DocumentKind.USER_INFORMATION);
        return text.isPresent() && says(text.get(), section);
    }

    /** In any of its languages. */
    private static boolean says(Content content, String section) {
        return content.languages().values().stream()
                .flatMap(List::stream)
                .anyMatch(
                        (Section one) -> one.id().equals(section) && !one.text().isBlank());
    }

    private static Set<String> words(Value value) {
        return value instanceof Value.Words words ? words.value() : Set.of();
    }
}
