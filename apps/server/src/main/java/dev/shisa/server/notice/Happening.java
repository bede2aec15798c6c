package dev.shisa.server.notice;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and that somebody may have to know of.
 *
 * @param key tells it from everything else; the same thing is told once
 * @param seriesId whose series it is about, which nobody is told of who does not see it; null: of none in particular
 * @param thing what it is about: unread notices of one kind and thing become one that counts
 * @param person whom it is for; null: whoever has to do with its kind
 * @param whole whether it is only for those who see all series, as what concerns the organisation
 * @param count how many things it tells of
 * @param urgent whether it is overdue or dangerous
 * @param args of its words, without names of people
 * @param href the page where it is seen
 */
public record Happening(
        NoticeKind kind,
        String key,
        @Nullable UUID seriesId,
        String thing,
        @Nullable UUID person,
        boolean whole,
        int count,
        boolean urgent,
        List<String> args,
        String href) {

    public Happening {
        args = List.copyOf(args);
        if (kind.isPersonal() != (person != null)) {
            throw new IllegalArgumentException(kind + " and the person whom it is for do not go together");
        }
    }
}
