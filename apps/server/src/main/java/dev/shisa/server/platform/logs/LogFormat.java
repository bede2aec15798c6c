package dev.shisa.server.platform.logs;

import java.util.Map;

/**
 * The form of the log's lines: {@code shisa.log.format}, or {@code SHISA_LOG_FORMAT}. {@code text} is for people;
 * {@code json} is one object a line in Elastic's Common Schema, for programs that collect logs.
 */
public enum LogFormat {
    TEXT(Map.of()),
    JSON(Map.of("logging.structured.format.file", "ecs", "logging.structured.format.console", "ecs"));

    public static final String SETTING = "shisa.log.format";

    @SuppressWarnings("ImmutableEnumChecker") // Map.of cannot be changed
    private final Map<String, String> settings;

    LogFormat(Map<String, String> settings) {
        this.settings = settings;
    }

    /**
     * The format of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LogFormat of(String name) {
        return switch (name) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default -> throw new IllegalArgumentException("no format of the log: " + name);
        };
    }

    /** The settings of the logging system that make it so; they have to be there before it begins. */
    public Map<String, String> settings() {
        return settings;
    }
}
