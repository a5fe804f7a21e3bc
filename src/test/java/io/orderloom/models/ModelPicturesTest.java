package io.orderloom.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pictures in the docs show the models as they are. */
class ModelPicturesTest {

    private static final Path PICTURES = Path.of("docs", "processes");

    static List<Path> models() {
        return ModelFiles.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void thePictureIsDrawnFromTheModelOfToday(Path file) throws NoSuchAlgorithmException {
        String model = ModelFiles.text(file).replace("\r\n", "\n");
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(model.getBytes(StandardCharsets.UTF_8)));

        assertThat(ModelFiles.text(picture(file)))
                .as(file + " has changed since its picture was drawn: run bin/draw-models")
                .contains("<!-- model sha256:" + hash + " -->");
    }

    @ParameterizedTest
    @MethodSource("models")
    void thePictureShowsEveryElement(Path file) {
        String picture = ModelFiles.text(picture(file));

        assertThat(ModelFiles.read(file).getModelElementsByType(FlowNode.class))
                .allSatisfy(node -> assertThat(picture).contains("data-element-id=\"" + node.getId() + "\""));
    }

    @ParameterizedTest
    @MethodSource("models")
    void thePageOfTheProcessShowsThePictureAndNamesEveryTaskAndWait(Path file) {
        String page = ModelFiles.text(PICTURES.resolve(ModelFiles.name(file) + ".md"));

        assertThat(page).contains("](" + ModelFiles.name(file) + ".svg)");
        assertThat(ModelFiles.read(file).getModelElementsByType(FlowNode.class))
                .filteredOn(node -> node.getId().matches("(Task|CallActivity|CatchEvent|BoundaryEvent)_.*"))
                .allSatisfy(node -> assertThat(page).contains(node.getName()));
    }

    @Test
    void noPictureIsLeftOfAModelThatIsGone() throws IOException {
        List<String> names = models().stream().map(ModelFiles::name).toList();
        try (Stream<Path> files = Files.list(PICTURES)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))
                            .map(name -> name.replaceFirst("\\.\\w+$", "")))
                    .allSatisfy(name -> assertThat(names).contains(name));
        }
    }

    private static Path picture(Path file) {
        return PICTURES.resolve(ModelFiles.name(file) + ".svg");
    }
}
