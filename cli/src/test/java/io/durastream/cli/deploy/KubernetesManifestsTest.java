package io.durastream.cli.deploy;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code deploy/kubernetes/words.yaml}: that Kubernetes knows every field, and that what is referred to by name is there. */
final class KubernetesManifestsTest {

    private static final Path FILE = Path.of("../deploy/kubernetes/words.yaml");

    private List<HasMetadata> objects = List.of();

    @BeforeEach
    void readFile() throws IOException {
        objects = Manifests.read(Files.readString(FILE));
    }

    @Test
    void refusesAFieldThatKubernetesDoesNotKnow() throws IOException {
        String misspelt = Files.readString(FILE).replace("readinessProbe:", "readynessProbe:");
        assertTrue(assertThrows(IOException.class, () -> Manifests.read(misspelt))
                .getMessage()
                .contains("readynessProbe"));
    }

    @Test
    void isInOneNamespace() {
        Set<String> others = objects.stream()
                .map(object -> object.getMetadata().getNamespace())
                .filter(namespace -> namespace != null && !namespace.equals("streams"))
                .collect(toSet());
        assertEquals(Set.of(), others);
    }

    @Test
    void namesEachCandidateByAHeadlessService() {
        StatefulSet candidates = only(StatefulSet.class);
        Service service = only(Service.class);
        Map<String, String> labels =
                candidates.getSpec().getTemplate().getMetadata().getLabels();
        assertEquals(
                candidates.getSpec().getServiceName(), service.getMetadata().getName());
        assertEquals("None", service.getSpec().getClusterIP());
        assertEquals(labels, service.getSpec().getSelector());
        assertEquals(labels, candidates.getSpec().getSelector().getMatchLabels());
        assertTrue(driver().getArgs()
                .contains(
                        "spark.driver.host=$(POD_NAME)." + service.getMetadata().getName() + ".streams.svc"));
    }

    @Test
    void opensThePortsThatSparkIsTold() {
        Map<String, Integer> ports = Map.of("driver", 7078, "blocks", 7079);
        for (ContainerPort port : driver().getPorts()) {
            assertEquals(ports.get(port.getName()), port.getContainerPort());
        }
        for (ServicePort port : only(Service.class).getSpec().getPorts()) {
            assertEquals(ports.get(port.getName()), port.getPort());
        }
        assertTrue(driver().getArgs()
                .containsAll(List.of("spark.driver.port=7078", "spark.driver.blockManager.port=7079")));
        assertEquals(
                "driver", driver().getReadinessProbe().getTcpSocket().getPort().getStrVal());
    }

    @Test
    void mountsVolumesThatAreThere() {
        Set<String> volumes = pod().getVolumes().stream().map(Volume::getName).collect(toSet());
        Set<String> mounted =
                driver().getVolumeMounts().stream().map(VolumeMount::getName).collect(toSet());
        assertEquals(volumes, mounted);
        Volume zookeeper = pod().getVolumes().stream()
                .filter(volume -> volume.getSecret() != null)
                .findFirst()
                .orElseThrow();
        assertEquals(
                only(Secret.class).getMetadata().getName(),
                zookeeper.getSecret().getSecretName());
        assertEquals(0440, zookeeper.getSecret().getDefaultMode());
    }

    @Test
    void givesTheDriverItsRole() {
        RoleBinding binding = only(RoleBinding.class);
        assertEquals(pod().getServiceAccountName(), binding.getSubjects().get(0).getName());
    }

    private PodSpec pod() {
        return only(StatefulSet.class).getSpec().getTemplate().getSpec();
    }

    private Container driver() {
        return pod().getContainers().get(0);
    }

    private <T> T only(Class<T> kind) {
        List<T> found =
                objects.stream().filter(kind::isInstance).map(kind::cast).toList();
        assertEquals(1, found.size(), kind.getSimpleName());
        return found.get(0);
    }
}
