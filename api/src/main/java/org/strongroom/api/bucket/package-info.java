/** Operations on buckets of S3-compatible object stores (Registering IBM Cloud Object Storage). */
@NullMarked
package org.strongroom.api.bucket;

import org.jspecify.annotations.NullMarked;
