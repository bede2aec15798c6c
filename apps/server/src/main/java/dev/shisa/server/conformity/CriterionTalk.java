package dev.shisa.server.conformity;

import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.settings.Settings;
import dev.shisa.server.platform.web.Typed;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.talk.TalkPlace;
import dev.shisa.server.talk.TalkThing;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** A requirement of a series, or of the organisation, can be talked about; whoever was given it can hand it back. */
@Component
public class CriterionTalk implements TalkPlace {

    public static final String PLACE = "criterion";

    private final Products products;
    private final Guides guides;
    private final Settings settings;
    private final Assignments assignments;

    CriterionTalk(Products products, Guides guides, Settings settings, Assignments assignments) {
        this.products = products;
        this.guides = guides;
        this.settings = settings;
        this.assignments = assignments;
    }

    /** Ids and numbers in one: {@code <series>:jcstar1:S1.1-02}. */
    public static String key(UUID subject, RequirementId requirement) {
        return subject + ":" + requirement.framework() + ":" + requirement.number();
    }

    private record Criterion(Judged judged, RequirementId id) {}

    @Override
    public String id() {
        return PLACE;
    }

    @Override
    public Optional<TalkThing> find(String key) {
        return criterion(key).flatMap(this::thing);
    }

    private Optional<Criterion> criterion(String key) {
        String[] parts = key.split(":", 3);
        return parts.length < 3
                ? Optional.empty()
                : Typed.id(parts[0])
                        .flatMap(this::judged)
                        .map(judged -> new Criterion(judged, new RequirementId(parts[1], parts[2])));
    }

    private Optional<Judged> judged(UUID subject) {
        return products.isOrganisation(subject)
                ? Optional.of(Judged.organisation(subject, settings.organisationName(), null))
                : products.byId(subject).map(Judged::of);
    }

    private Optional<TalkThing> thing(Criterion criterion) {
        Judged judged = criterion.judged();
        RequirementId id = criterion.id();
        return guides.asked(judged.id()).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .map(Requirement::title)
                .map(title -> TalkThing.of(
                        key(judged.id(), id),
                        judged.organisation() ? null : judged.id(),
                        id.number(),
                        judged.page(id),
                        locale -> judged.name() + " " + id.number() + " " + title.in(locale)));
    }

    private Optional<Assignments.Assignment> assignment(TalkThing thing) {
        return criterion(thing.key()).flatMap(one -> assignments.of(one.judged().id(), one.id()));
    }

    @Override
    public Optional<Given> given(TalkThing thing) {
        return assignment(thing).map(one -> new Given(one.id(), one.assignee(), one.assignedBy()));
    }

    @Override
    public boolean handBack(TalkThing thing, Given given, Person person) {
        Criterion criterion = criterion(thing.key()).orElseThrow();
        return assignment(thing)
                .filter(one -> one.id().equals(given.id()))
                .filter(one -> assignments.handBack(criterion.judged(), one, person))
                .isPresent();
    }
}
