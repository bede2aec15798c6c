package dev.shisa.server.advisory;

import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.vulnerability.PublishedClaims;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What the issued advisories, each as its last revision has it, say of known vulnerabilities in releases. */
@Component
class SaidBefore implements PublishedClaims {

    private final OwnAdvisoryStore store;
    private final Products products;

    SaidBefore(OwnAdvisoryStore store, Products products) {
        this.store = store;
        this.products = products;
    }

    /**
     * The last issued revision of an advisory, without its documents.
     *
     * @param tracking its number
     */
    record Last(UUID advisory, String tracking, AdvisoryContent content) {

        /** Whether it says something of a product and of a known vulnerability. */
        boolean speaksOf(UUID series) {
            return !content.withdrawn()
                    && !content.cve().isEmpty()
                    && content.concerned().stream().anyMatch(one -> one.series().equals(series));
        }
    }

    /** The last revisions that say something of a product. */
    List<Last> about(UUID series) {
        return store.last().stream().filter(one -> one.speaksOf(series)).toList();
    }

    /** The last revisions about a known vulnerability. */
    List<Last> about(String cve) {
        return store.last().stream()
                .filter(one -> !one.content().withdrawn() && one.content().cve().equals(cve))
                .toList();
    }

    @Override
    public List<Published> of(UUID series, UUID release) {
        List<Published> all = new ArrayList<>();
        List<Last> about = about(series);
        List<Release> register = about.isEmpty() ? List.of() : products.releases(series);
        for (Last one : about) {
            one.content().concerned().stream()
                    // What is said of some models only, does not hold for the release as a whole.
                    .filter(concerned -> concerned.series().equals(series)
                            && concerned.models().isEmpty())
                    .forEach(concerned -> NamedVersions.among(one.content(), concerned, register)
                            .forEach((named, said) -> {
                                if (named.id().equals(release) && said.certain()) {
                                    claim(said)
                                            .ifPresent(claim -> all.add(
                                                    new Published(one.content().cve(), one.tracking(), claim)));
                                }
                            }));
        }
        return all;
    }

    /** What is still being looked into is no claim. */
    private static Optional<Claim> claim(NamedVersions.Said said) {
        return switch (said.as()) {
            case AFFECTED -> Optional.of(Claim.AFFECTED);
            case NOT_AFFECTED -> Optional.of(Claim.NOT_AFFECTED);
            case FIXED -> Optional.of(Claim.FIXED);
            case INVESTIGATED -> Optional.empty();
        };
    }
}
