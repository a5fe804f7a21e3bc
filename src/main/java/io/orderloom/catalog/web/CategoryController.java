package io.orderloom.catalog.web;

import io.orderloom.catalog.Catalog;
import io.orderloom.catalog.Category;
import io.orderloom.web.Page;
import io.orderloom.web.PageRequest;
import io.orderloom.web.Role;
import io.orderloom.web.Roles;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The shelves of the shop window. */
@RestController
@RequestMapping("/api/v1/categories")
class CategoryController {

    /** @param sortOrder smaller comes first; 0 when absent */
    record CategoryRequest(
            @NotBlank @Size(max = 120) String name,
            @Nullable @Size(max = 120) String nameEn,
            @Nullable Integer sortOrder) {}

    private final Catalog catalog;

    CategoryController(Catalog catalog) {
        this.catalog = catalog;
    }

    @GetMapping
    @Roles({Role.SHOPPER, Role.SHOP, Role.MERCHANT, Role.WAREHOUSE, Role.SERVICE, Role.OPS})
    Page<Category> list(PageRequest page) {
        List<Category> all = catalog.categories();
        List<Category> shown =
                all.stream().skip(page.offset()).limit(page.size()).toList();
        return Page.of(page, shown, all.size());
    }

    @PutMapping("/{categoryId}")
    @Roles(Role.MERCHANT)
    ResponseEntity<Category> put(
            @PathVariable @Pattern(regexp = ProductRequest.ID) String categoryId,
            @Valid @RequestBody CategoryRequest request) {
        Category category = new Category(
                categoryId,
                request.name().strip(),
                request.nameEn() == null ? "" : request.nameEn().strip(),
                request.sortOrder() == null ? 0 : request.sortOrder());
        boolean isNew = catalog.put(category);
        return ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK).body(category);
    }
}
