package dev.shisa.server.talk;

import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.product.Products;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Everything that can be talked about, and by whom. */
@Component
class Places {

    /** As long as a key can be: an id, a guide and a number. */
    static final int KEY_CHARS_MAX = 200;

    private final ObjectProvider<TalkPlace> all;
    private final Products products;

    Places(ObjectProvider<TalkPlace> all, Products products) {
        this.all = all;
        this.products = products;
    }

    /** A thing with the place that has it. */
    record At(TalkPlace place, TalkThing thing) {

        boolean isSeenBy(Person person) {
            return person.can(Act.VIEW) && thing.isFor().test(person);
        }

        /** Who reads it and may say something: what is nobody's series is written by who sees all. */
        boolean isWrittenBy(Person person) {
            return isSeenBy(person)
                    && person.can(Act.TALK)
                    && (thing.series() != null || person.series().isEmpty());
        }
    }

    Optional<At> find(String place, String key) {
        return key.length() > KEY_CHARS_MAX
                ? Optional.empty()
                : all.stream()
                        .filter(one -> one.id().equals(place))
                        .findFirst()
                        .flatMap(one -> one.find(key).map(thing -> new At(one, thing)));
    }

    /** One that the person sees; what is not seen is not there. */
    At require(String place, String key, Person person) {
        return find(place, key).filter(at -> at.isSeenBy(person)).orElseThrow(() -> new Problem(404, "talk.unknown"));
    }

    /** One about which the person may say something now. */
    At requireOpen(String place, String key, Person person) {
        At at = require(place, key, person);
        if (at.thing().series() == null) {
            person.requireAll();
        }
        if (isClosed(at)) {
            throw new Problem(409, "talk.archived");
        }
        return at;
    }

    /** Of what is archived nobody asks anything any more. */
    boolean isClosed(At at) {
        return at.thing().series() != null && products.isArchived(at.thing().series());
    }
}
