package io.orderloom.web;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param page which page, from 0
 * @param size how many items a full page has
 * @param total how many items there are on all pages
 */
public record Page<T>(List<T> items, int page, int size, long total) {

    public Page {
        items = List.copyOf(items);
    }

    public static <T> Page<T> of(PageRequest request, List<T> items, long total) {
        return new Page<>(items, request.page(), request.size(), total);
    }

    /** The same page in other words. */
    public <R> Page<R> map(Function<? super T, ? extends R> words) {
        return new Page<R>(items.stream().<R>map(words).toList(), page, size, total);
    }
}
