/* The peak of a core: products of unsigned by signed 8-bit numbers, added in 32 bits (VNNI), of 32-bit floats, and the
   bytes that it copies, each a second. Compiled and run by benchmarks/roofline.py:

   cc -O3 -march=native benchmarks/peak.c -o peak && ./peak
*/
#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 2000000, TRIES = 9, LANES = 16, COPIED = 128 << 20 };

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return at.tv_sec + 1e-9 * at.tv_nsec;
}

static double products(void) {
    __m512i sums[LANES], left = _mm512_set1_epi8(3), right = _mm512_set1_epi8(2);
#pragma GCC unroll 16
    for (int lane = 0; lane < LANES; lane++) sums[lane] = _mm512_setzero_si512();
    double begun = now();
    for (int round = 0; round < ROUNDS; round++)
#pragma GCC unroll 16
        for (int lane = 0; lane < LANES; lane++) {
            sums[lane] = _mm512_dpbusd_epi32(sums[lane], left, right);
            __asm__ volatile("" : "+v"(sums[lane]));
        }
    return 64.0 * LANES * ROUNDS / (now() - begun);
}

static double floats(void) {
    __m512 sums[LANES], left = _mm512_set1_ps(1.5f), right = _mm512_set1_ps(0.5f);
#pragma GCC unroll 16
    for (int lane = 0; lane < LANES; lane++) sums[lane] = _mm512_setzero_ps();
    double begun = now();
    for (int round = 0; round < ROUNDS; round++)
#pragma GCC unroll 16
        for (int lane = 0; lane < LANES; lane++) {
            sums[lane] = _mm512_fmadd_ps(left, right, sums[lane]);
            __asm__ volatile("" : "+v"(sums[lane]));
        }
    return 16.0 * LANES * ROUNDS / (now() - begun);
}

static double copies(void) {
    static char *from, *to;
    if (!from) {
        from = malloc(COPIED), to = malloc(COPIED);
        memset(from, 1, COPIED), memset(to, 2, COPIED);
    }
    double begun = now();
    memcpy(to, from, COPIED);
    __asm__ volatile("" : : "r"(to) : "memory");
    /* What is copied is read and written. */
    return 2.0 * COPIED / (now() - begun);
}

static double best(double (*measure)(void)) {
    double most = 0;
    for (int try = 0; try < TRIES; try++) {
        double found = measure();
        if (found > most) most = found;
    }
    return most;
}

int main(void) {
    printf("%.4g %.4g %.4g\n", best(products), best(floats), best(copies));
    return 0;
}
