package dev.shisa.server.notice;

import dev.shisa.server.platform.web.Parts;
import java.util.List;
import java.util.Set;

/** What the pages about notices show. */
public final class NoticeView {

    private NoticeView() {}

    /** One notice; {@code shape} is its sign. */
    public record Row(
            String id,
            String shape,
            String sentence,
            String topic,
            String kind,
            String at,
            boolean unread,
            boolean urgent) {}

    /** How somebody is told of one topic. */
    public record Choice(String topic, String name, String about, String way, String usual) {}

    /** The form about mails, as typed; {@code hour} is that of the daily ones. */
    public record MailForm(
            String on, String host, String port, String security, String user, String from, String hour) {}

    /** One channel. */
    public record ChannelRow(
            String id,
            String name,
            String shape,
            String address,
            String topics,
            String state,
            String sign,
            String words) {}

    /** The form of a new channel, as typed, without its secrets. */
    public record ChannelForm(
            String name, String shape, String room, boolean inside, Set<String> topics, String language) {}

    /** One message; {@code sign} is the sign of its state. */
    public record Sent(
            String id,
            String to,
            String way,
            String sort,
            String things,
            String state,
            String sign,
            String words,
            String made,
            boolean again) {}

    /** A page of the log. */
    public record Log(List<Sent> rows, String next) {

        public Log {
            rows = List.copyOf(rows);
        }
    }

    /** Where one can go among these pages. */
    public record Places(List<Parts.Choice> all, String here) {

        public Places {
            all = List.copyOf(all);
        }
    }
}
