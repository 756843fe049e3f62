#!/bin/sh
# Creates the namespace and the search attributes of Sagas (../../search-attributes.json). Safe to run again.
set -eu
namespace=${TEMPORAL_NAMESPACE:-default}
until temporal operator cluster health; do sleep 1; done
temporal operator namespace describe --namespace "$namespace" ||
  temporal operator namespace create --namespace "$namespace" --retention 7d
temporal operator search-attribute create --namespace "$namespace" \
  --name SagaState --type Keyword --name SagaStep --type Keyword --name EventId --type Keyword --name MoneyAtRisk --type Int
