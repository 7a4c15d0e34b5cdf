0000  sub rsp,0A8h
0007  vmovups [rsp],xmm6
000c  vmovups [rsp+10h],xmm7
0012  vmovups [rsp+20h],xmm8
0018  vmovups [rsp+30h],xmm9
001e  vmovups [rsp+40h],xmm10
0024  vmovups [rsp+50h],xmm11
002a  vmovups [rsp+60h],xmm12
0030  vmovups [rsp+70h],xmm13
0036  vmovups [rsp+80h],xmm14
003f  vmovups [rsp+90h],xmm15
0048  mov rax,[rcx+20h]
004c  mov r8,[rcx+28h]
0050  prefetchw [rax]
0053  vpxord zmm0,zmm0,zmm0
0059  mov rax,[rcx]
005c  mov r8,[rcx+8]
0060  mov r10,[rcx+10h]
0064  mov r11,[rcx+18h]
0068  lea r9,[r8+r8*2]
006c  lea rdx,[rax+r8*4]
0070  vmovups zmm24,[r10]
0076  vpbroadcastd zmm27,[rax]
007c  vpdpbusd zmm0,zmm27,zmm24
0082  add r10,40h
0086  add rax,4
008c  dec r11
008f  jne short 0000000000000070h
0091  mov rax,[rcx+40h]
0095  test rax,rax
0098  je short 00000000000000EAh
009a  vmovups zmm24,[rax]
00a0  mov rdx,[rcx+48h]
00a4  mov r9,[rcx+30h]
00a8  mov r10,[rcx+50h]
00ac  mov r11,[rcx+58h]
00b0  vbroadcastss zmm27,[r10]
00b6  vbroadcastss zmm28,[r11]
00bc  vcvtdq2ps zmm0,zmm0
00c2  vmulps zmm29,zmm27,zmm24
00c8  vfnmadd231ps zmm0,zmm28,[rdx]
00ce  vfmadd213ps zmm0,zmm29,[r9]
00d4  cmp qword ptr [rcx+38h],0
00d9  je short 00000000000000E9h
00db  mov rax,[rcx+20h]
00df  mov r8,[rcx+28h]
00e3  vaddps zmm0,zmm0,[rax]
00e9  nop
00ea  mov rax,[rcx+20h]
00ee  mov r8,[rcx+28h]
00f2  cmp qword ptr [rcx+60h],0
00f7  jne short 0000000000000101h
00f9  vmovups [rax],zmm0
00ff  jmp short 000000000000010Dh
0101  vcvtneps2bf16 ymm27,zmm0
0107  vmovdqu32 [rax],ymm27
010d  nop
010e  vzeroupper
0111  vmovups xmm6,[rsp]
0116  vmovups xmm7,[rsp+10h]
011c  vmovups xmm8,[rsp+20h]
0122  vmovups xmm9,[rsp+30h]
0128  vmovups xmm10,[rsp+40h]
012e  vmovups xmm11,[rsp+50h]
0134  vmovups xmm12,[rsp+60h]
013a  vmovups xmm13,[rsp+70h]
0140  vmovups xmm14,[rsp+80h]
0149  vmovups xmm15,[rsp+90h]
0152  add rsp,0A8h
0159  ret
