package io.orderloom.catalog;

/**
 * A shelf of the shop window.
 *
 * @param nameEn the name in English; empty when there is none
 * @param sortOrder smaller comes first
 */
public record Category(String categoryId, String name, String nameEn, int sortOrder) {}
