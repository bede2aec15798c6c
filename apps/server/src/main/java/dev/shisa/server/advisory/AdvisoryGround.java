package dev.shisa.server.advisory;

import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import dev.shisa.server.shipment.ShippingGround;
import dev.shisa.server.shipment.ShippingStops.May;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * A version that one of the maker's own advisories names as affected must not leave the house, however it is judged elsewhere. Which
 * ones it names, {@link NamedVersions} says; where that cannot be told, or is still being looked into, the answer is no yes.
 */
@Component
@Order(2)
class AdvisoryGround implements ShippingGround {

    /** What an advisory has against a release, the worst last; the end of a message. */
    enum Against {
        UNCLEAR(May.UNCLEAR),
        /** It is not known yet whether it is affected: no yes, and no no. */
        INVESTIGATED(May.UNCLEAR),
        NO(May.NO);

        private final May may;

        Against(May may) {
            this.may = may;
        }

        May may() {
            return may;
        }
    }

    private final OwnAdvisories advisories;
    private final Products products;

    /** What was issued, as far as it was read: asked for each device that leaves, it changes a few times a year. */
    private volatile Map<UUID, IssuedAdvisory> known = Map.of();

    AdvisoryGround(OwnAdvisories advisories, Products products) {
        this.advisories = advisories;
        this.products = products;
    }

    @Override
    public String id() {
        return "advisories";
    }

    @Override
    public Says says(Series series, Release release, @Nullable UUID model) {
        List<IssuedAdvisory> issued = advisories.issued(known);
        known = issued.stream().collect(Collectors.toUnmodifiableMap(IssuedAdvisory::advisory, one -> one));
        List<Release> register = products.releases(series.id());
        List<Sentence> certain = new ArrayList<>();
        List<Sentence> perhaps = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (IssuedAdvisory advisory : issued) {
            AdvisoryContent content = advisory.content();
            content.concerned().stream()
                    .filter(one -> one.series().equals(series.id()))
                    .map(one -> against(content, one, register, release, model))
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .ifPresent(one -> {
                        String key = "shipping.ground.advisories." + one.name().toLowerCase(Locale.ROOT);
                        (one.may() == May.NO ? certain : perhaps)
                                .add(Sentence.of(key, advisory.tracking(), release.name()));
                        names.add(advisory.name());
                    });
        }
        List<Sentence> all = new ArrayList<>(certain);
        all.addAll(perhaps);
        return new Says(
                !certain.isEmpty() ? May.NO : perhaps.isEmpty() ? May.YES : May.UNCLEAR,
                all,
                names.size() == 1 ? OwnAdvisoryPages.HERE + "/" + names.getFirst() : OwnAdvisoryPages.HERE);
    }

    /** What an advisory means for a release, as far as it speaks of it; null: nothing stands against it. */
    static @Nullable Against against(
            AdvisoryContent content,
            AdvisoryContent.Concerned concerned,
            List<Release> register,
            Release release,
            @Nullable UUID model) {
        if (!concerned.models().isEmpty()
                && model != null
                && !concerned.models().contains(model)) {
            return null;
        }
        NamedVersions.Said said =
                NamedVersions.among(content, concerned, register).get(release);
        if (said == null) {
            return null;
        }
        return switch (said.as()) {
            case NOT_AFFECTED, FIXED -> null;
            case INVESTIGATED -> Against.INVESTIGATED;
            case AFFECTED ->
                said.certain() && (concerned.models().isEmpty() || model != null) ? Against.NO : Against.UNCLEAR;
        };
    }
}
