package dev.shisa.server.inbox;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.NavSource;
import java.util.List;
import org.springframework.stereotype.Component;

/** Home, with how many things the reader is asked for. */
@Component
record HomeEntry(Inbox inbox) implements NavSource {

    @Override
    public int position() {
        return 1;
    }

    @Override
    public String id() {
        return "home";
    }

    @Override
    public String href() {
        return "/";
    }

    @Override
    public List<String> prefixes() {
        return List.of("/", "/tasks");
    }

    @Override
    public boolean visibleTo(Person person) {
        return person.can(Act.VIEW);
    }

    @Override
    public int count(Person person) {
        return inbox.count(person);
    }
}
