package dev.hindsight.wfformat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WfFormatNamesTest {

    @ParameterizedTest
    @CsvSource({
        "1000genome-20200401T054035Z-0, 1000genome",
        "Cycles-20200413T031424Z-0, Cycles",
        "rnaseq, rnaseq",
        "genome-dax-0, genome-dax-0",
        "seismology-0, seismology-0",
        "forkjoin-10-5000-0.6-100000000-cascadelake-1-0-1683197671.json,"
                + " forkjoin-10-5000-0.6-100000000-cascadelake-1-0",
        "montage_20210323-060436, montage",
        "blast-1683197671123, blast",
        "-20200401T054035Z-0, -20200401T054035Z-0",
        ".json, .json",
    })
    void workflowId_isTheNameWithoutTheTimeOfTheRun(String name, String workflowId) {
        assertThat(WfFormatNames.workflowId(name)).isEqualTo(workflowId);
    }

    @ParameterizedTest
    @CsvSource({
        "individuals_ID0000001, individuals_ID0000001, individuals, individuals",
        "ID0000001, individuals_ID0000001, , individuals",
        "individuals_00000001, individuals_00000001, wfbench.py, individuals",
        "map_map_HEP2_s_1_ID0000039, map_map_HEP2_s_1_ID0000039, map, map",
        "mapMerge_ID0000039, mapMerge_ID0000039, map, mapMerge",
        "cat_blast_ID000042, cat_blast_ID000042, cat_blast, cat_blast",
        "RNASEQ.FASTQC_11, RNASEQ.FASTQC, script, RNASEQ.FASTQC",
        "RNASEQ:FASTQC (s1)_11, RNASEQ:FASTQC (s1), , RNASEQ:FASTQC",
        "RNASEQ.QC_2_7, RNASEQ.QC_2, , RNASEQ.QC_2",
        "fastqc_trim_3, fastqc_trim, fastqc, fastqc_trim",
        "split_3, split_3, , split",
        "ID0000001, ID0000001, , ID0000001",
        "(x), (x), , (x)",
    })
    void node_isWhatTasksHaveInCommon(String id, String name, String program, String node) {
        assertThat(WfFormatNames.node(id, name, program)).isEqualTo(node);
    }

    @ParameterizedTest
    @CsvSource({
        "individuals, individuals",
        "./bin/split_fasta, split_fasta",
        "'gunzip -f x', script",
        "'  bwa  ', bwa",
        "'/', ",
        "'', ",
    })
    void program_isItsNameOrAScript(String command, String program) {
        assertThat(WfFormatNames.program(command)).isEqualTo(program);
    }
}
