package dev.shisa.server.checklist;

/** What stands in the form in which columns are named. */
public record ChecklistFields(String header, String number, String question, String answer, String remark) {}
