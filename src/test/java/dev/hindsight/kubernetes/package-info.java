/**
 * The manifests in {@code k8s/}: that they are what Kubernetes understands, that they fit each other, and
 * that they speak of the service as it is. Kustomize itself is asked where {@code kubectl} is found.
 */
@NullMarked
package dev.hindsight.kubernetes;

import org.jspecify.annotations.NullMarked;
