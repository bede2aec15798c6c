package dev.shisa.server.product;

import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.RequirementId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A series without anything that only means something in one installation: no ids, releases by their names.
 *
 * @param designated name of the release that the label is for
 * @param models in their order
 * @param releases the first one first
 * @param items of all collections, removed ones too, in the order in which they were added
 */
public record SeriesCopy(
        String code,
        String name,
        String nameEn,
        String kind,
        String about,
        @Nullable String designated,
        List<Products.NewModel> models,
        List<ReleaseCopy> releases,
        List<ItemCopy> items) {

    public SeriesCopy {
        models = List.copyOf(models);
        releases = List.copyOf(releases);
        items = List.copyOf(items);
    }

    /**
     * A release.
     *
     * @param predecessor its name
     * @param impact the statement in force against it
     */
    public record ReleaseCopy(
            String name,
            @Nullable LocalDate releasedOn,
            String notes,
            @Nullable String predecessor,
            @Nullable ImpactCopy impact) {}

    /** A signed change impact; who signed and who confirmed it are names. */
    public record ImpactCopy(
            Set<String> frameworks,
            Set<RequirementId> touched,
            String reason,
            String signedName,
            Instant signedAt,
            @Nullable Confirmation confirmed) {

        public ImpactCopy {
            frameworks = Set.copyOf(frameworks);
            touched = Set.copyOf(touched);
        }
    }

    /** The name of an item of the register; codes stay, since facts name them. */
    public record ItemCopy(String collection, String code, String name, String note, boolean removed) {}
}
