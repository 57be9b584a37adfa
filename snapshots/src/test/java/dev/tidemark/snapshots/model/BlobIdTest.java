package dev.tidemark.snapshots.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BlobIdTest {

    @Test
    void names_content_as_git_hash_object_does() {
        BlobId id = BlobId.of("hello\n".getBytes(StandardCharsets.UTF_8));

        assertThat(id.hex()).isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
        assertThat(BlobId.fromBytes(id.toBytes())).isEqualTo(id);
    }
}
