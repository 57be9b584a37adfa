# Each target is a line or two that a person could type.
MVN = JAVA_HOME="$$(.mvn/jdk25)" mvn -B -q
DIST = reconciler/target/tidemark

.PHONY: quickstart test prove build fmt bench cluster-up cluster-down

quickstart: build ## export a real cluster, break it, bring it back
	@deploy/local/quickstart

test: build ## everything that must hold; needs a cluster (see CONTRIBUTING.md)
	@.mvn/jdk25 > /dev/null && $(MVN) verify
	@awk -F '[:,]' '/^Tests run/ { run += $$2; bad += $$4 + $$6; skip += $$8 } \
		END { printf "\ntests: %d passed, %d failed, %d skipped\n", run - bad - skip, bad, skip }' */target/*-reports/*.txt

prove: build ## the long campaigns
	@$(MVN) verify -Pprove

build: ## the distribution, in reconciler/target/tidemark
	@.mvn/jdk25 > /dev/null && $(MVN) package -DskipTests
	@reconciler/src/dist/finish $(DIST)

fmt:
	@$(MVN) spotless:apply

bench: build ## ratios to kubectl, measured in the same run
	@reconciler/src/bench/all

cluster-up: ## a local control plane; prints its kubeconfig
	@deploy/local/up

cluster-down:
	@deploy/local/down --purge
